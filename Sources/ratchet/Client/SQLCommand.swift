import ArgumentParser
import CivilTime
import JSON
import Terminal

struct SQLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", abstract: "Ask the history with SQL.",
        discussion: "One read-only statement over the views runs, steps, fires, versions and costs; docs/history.md tells their columns.")

    @Argument(help: "The statement, in SQLite's SQL.")
    var statement: String

    @Option(help: "How many rows at most, up to 10,000.")
    var limit: Int?

    @Option(help: ArgumentHelp("How long it may take, up to 30s.", valueName: "5s"))
    var timeout: String?

    @Flag(help: "Print comma-separated values.")
    var csv = false

    @OptionGroup var options: ClientOptions

    func validate() throws {
        if csv, options.json { throw ValidationError("--csv and --json exclude each other") }
        if let limit, !(1...10_000).contains(limit) { throw ValidationError("--limit must be 1 to 10,000") }
        if let timeout, (try? Duration(text: timeout)) == nil { throw ValidationError("--timeout must be a duration such as 5s") }
    }

    func run() async throws {
        let session = try Session(options)
        var body: JSON.Object = ["sql": .string(statement)]
        body["limit"] = limit.map { .int(Int64($0)) }
        body["timeout_ms"] = timeout.flatMap { try? Duration(text: $0) }.map { .int($0.milliseconds) }
        let answer = try await session.api.post(["sql"], .object(body))
        if csv { try session.page.output.write(SQLTable.csv(answer)) } else { try session.show(answer) { screen, _ in SQLTable.text(answer, on: screen) } }
        if let note = SQLTable.note(answer), !options.json { try TextOutput.errors.line("ratchet: \(note)") }
    }
}
