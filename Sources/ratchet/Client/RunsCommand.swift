import ArgumentParser
import JSON
import Terminal

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Look at runs and cancel them.", subcommands: [RunsList.self, RunsShow.self, RunsStats.self, RunsTail.self, RunsReceipt.self, RunsCancel.self])
}

struct RunsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a run: its steps with their tries and durations, errors, cost, input and output.")

    @Argument(help: "The run's id.")
    var run: String

    @Flag(help: "Show bodies whole, and those of each step.")
    var full = false

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.get(["runs", run])
        try session.show(answer) { screen, now in RunPage.text(answer, on: screen, now: now, isFull: full) }
    }
}

struct RunsCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a run.", discussion: "The run stops its calls, does its clean-up, and ends.")

    @Argument(help: "The run's id.")
    var run: String

    @Option(help: "Why; it is recorded.")
    var reason: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        var body: JSON.Object = [:]
        body["reason"] = reason.map(JSON.string)
        let answer = try await session.api.post(["runs", run, "cancel"], .object(body))
        try session.show(answer) { _, _ in "asked run \(run) to stop\n" }
    }
}
