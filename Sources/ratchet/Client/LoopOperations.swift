import ArgumentParser
import JSON
import Terminal

struct LoopsTrigger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trigger", abstract: "Fire a loop now.", discussion: "Prints the run's id. Its overlap policy holds, unless --force is given.")

    @OptionGroup var loop: LoopArgument

    @Flag(help: "Start a run even when the loop is paused or a run of it is still open.")
    var force = false

    @Flag(help: "Wait for the end, showing progress.")
    var wait = false

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.post(["loops", loop.name, "trigger"], force ? ["force": true] : [:])
        try await RunStart(session: session, isWaiting: wait).show(answer)
    }
}

struct LoopsPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Stop a loop from firing until it is resumed.", discussion: "Runs that are under way go on.")

    @OptionGroup var loop: LoopArgument

    @Option(help: "Why; it is shown to others.")
    var reason: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        var body: JSON.Object = [:]
        body["reason"] = reason.map(JSON.string)
        let answer = try await session.api.post(["loops", loop.name, "pause"], .object(body))
        try session.show(answer) { _, _ in "paused \(loop.name)\n" }
    }
}

struct LoopsResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Let a paused loop fire again.")

    @OptionGroup var loop: LoopArgument
    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.post(["loops", loop.name, "resume"], [:])
        try session.show(answer) { _, now in
            "resumed \(loop.name)" + (answer.instant("next_at").map { ", due \($0.relative(to: now))" } ?? "") + "\n"
        }
    }
}
