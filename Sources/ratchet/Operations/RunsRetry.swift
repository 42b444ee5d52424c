import ArgumentParser
import JSON
import Terminal

struct RunsRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Repeat a run from where it failed, or from a step, keeping what came before.",
        discussion: """
            Starts a new run that begins with the outcomes of the other one; those calls are not made again. Prints the new run's id. \
            It has the version of the other run, unless --version names another.
            """)

    @Argument(help: "The run's id.")
    var run: String

    @Option(help: "The step, or the path, from which on it is done again. Without it: the call that failed.")
    var from: String?

    @Option(help: ArgumentHelp("Repeat with what is live now, or with this version.", valueName: "live|version"))
    var version: String?

    @Flag(help: "Only tell what would be kept and what would be done again.")
    var dryRun = false

    @Flag(help: "Wait for the end, showing progress.")
    var wait = false

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        var body: JSON.Object = [:]
        body["from"] = from.map(JSON.string)
        body["version"] = version.map(JSON.string)
        if dryRun { body["dry_run"] = true }
        let answer = try await session.api.post(["runs", run, "retry"], .object(body))
        guard !dryRun else { return try session.show(answer) { screen, _ in RetryPage.text(answer, on: screen) } }
        for warning in RetryPage.warnings(answer["plan"] ?? .null) { try TextOutput.errors.line("note: \(warning)") }
        try await RunStart(session: session, isWaiting: wait).show(answer)
    }
}
