import ArgumentParser
import JSON
import Terminal

struct RunsPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Have a run stand still until it is resumed.",
        discussion: """
            Calls under way end and are recorded, no other is made, and the run's times wait. It stays so over a restart of the server. \
            A paused run can be cancelled; it keeps its place of a concurrency key.
            """)

    @Argument(help: "The run's id.")
    var run: String

    @Option(help: "Why; it is recorded.")
    var reason: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        var body: JSON.Object = [:]
        body["reason"] = reason.map(JSON.string)
        let answer = try await session.api.post(["runs", run, "pause"], .object(body))
        try session.show(answer) { _, _ in
            answer.text("state") == "paused" ? "run \(run) is paused\n" : "run \(run) is paused when its calls under way have ended\n"
        }
    }
}

struct RunsResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a paused or quarantined run go on.",
        discussion: """
            A paused run goes on with what was left of its times. A quarantined one has ended: a new run goes on from where it was, with all \
            outcomes it had; its id is printed.
            """)

    @Argument(help: "The run's id.")
    var run: String

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.post(["runs", run, "resume"], [:])
        try session.show(answer) { _, _ in
            guard let id = answer.text("id"), !id.hasPrefix(run) else { return "run \(run) goes on\n" }
            return "\(id.harmlessLine)\n"
        }
    }
}
