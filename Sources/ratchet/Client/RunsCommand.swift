import ArgumentParser
import JSON
import Terminal

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Look at runs, end them, repeat them, judge them.",
        subcommands: [
            RunsList.self, RunsShow.self, RunsStats.self, RunsTail.self, RunsReceipt.self, RunsCancel.self, RunsTerminate.self,
            RunsPause.self, RunsResume.self, RunsRetry.self, RunsLabel.self,
        ])
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
