import ArgumentParser
import JSON
import Terminal

struct RunsLabel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label", abstract: "Say whether a run did well; reviews learn from it.",
        discussion: "false-alarm: it raised something that was nothing. missed: it did not raise something that was there.")

    enum Verdict: String, ExpressibleByArgument, CaseIterable {
        case good, bad
        case falseAlarm = "false-alarm"
        case missed

        /// As the API writes it.
        var word: String { self == .falseAlarm ? "false_alarm" : rawValue }
    }

    @Argument(help: "The run's id.")
    var run: String

    @Argument(help: ArgumentHelp("The verdict.", valueName: "good|bad|false-alarm|missed"))
    var verdict: Verdict

    @Option(help: ArgumentHelp("The output that would have been right: JSON, @FILE, or @-.", valueName: "json|@file|@-"))
    var expect: InputArgument?

    @Option(help: "Why.")
    var note: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        var body: JSON.Object = ["verdict": .string(verdict.word)]
        body["expected"] = try expect?.document()
        body["note"] = note.map(JSON.string)
        let session = try Session(options)
        let answer = try await session.api.post(["runs", run, "labels"], .object(body))
        try session.show(answer) { _, _ in "run \(run) is labelled \(verdict.rawValue)\n" }
    }
}
