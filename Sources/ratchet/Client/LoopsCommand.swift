import ArgumentParser
import JSON
import Terminal

struct LoopsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loops", abstract: "Look at loops, fire them by hand, pause and resume them.",
        subcommands: [LoopsList.self, LoopsShow.self, LoopsNext.self, LoopsFires.self, LoopsTrigger.self, LoopsPause.self, LoopsResume.self])
}

/// The loop that a command is about.
struct LoopArgument: ParsableArguments {
    @Argument(help: "The loop's name.", completion: .custom(Completions.loops))
    var name: String
}

struct LoopsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List loops: what they run, when next, how the last time went.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.get(["loops"])
        try session.show(list) { screen, now in LoopTable.text(list.items("items"), on: screen, now: now) }
    }
}

struct LoopsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a loop.")

    @OptionGroup var loop: LoopArgument
    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.get(["loops", loop.name])
        try session.show(answer) { screen, now in LoopPage.text(answer, on: screen, now: now) }
    }
}

struct LoopsNext: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "next", abstract: "Show when a loop is due next.")

    @OptionGroup var loop: LoopArgument

    @Option(help: "How many times.")
    var count = 5

    @OptionGroup var options: ClientOptions

    func validate() throws {
        guard (1...100).contains(count) else { throw ValidationError("--count must be 1 to 100") }
    }

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.get(["loops", loop.name, "next"], [("count", "\(count)")])
        try session.show(answer) { _, now in LoopPage.times(answer.items("items"), now: now) }
    }
}

struct LoopsFires: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "fires", abstract: "List the times a loop was due, and what became of each.")

    @OptionGroup var loop: LoopArgument

    @Option(help: "How many.")
    var limit: Int?

    @Option(help: "Go on from where an earlier list ended.")
    var cursor: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.get(["loops", loop.name, "fires"], [("limit", limit.map(String.init)), ("cursor", cursor)])
        try session.show(list) { screen, now in FireTable.text(list.items("items"), on: screen, now: now) }
    }
}
