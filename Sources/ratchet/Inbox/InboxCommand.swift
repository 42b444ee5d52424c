import ArgumentParser
import JSON
import Terminal

struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "Look at what waits for a person.", subcommands: [InboxList.self, InboxShow.self],
        defaultSubcommand: InboxList.self)
}

struct InboxList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List what waits for a person, the oldest first.")

    @Option(help: "Only these kinds, with commas: human, unknown, tool_approval, proposal, incident.")
    var kind: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.all(["inbox"], [("kind", kind), ("limit", "200")])
        try session.show(list) { screen, now in InboxTable.text(list.items("items"), on: screen, now: now) }
    }
}

struct InboxShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what waits for a person, its form, and how to answer.")

    @Argument(help: "The question's id.", completion: .custom(Completions.questions))
    var id: String

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.get(["inbox", id])
        try session.show(answer) { screen, now in InboxPage.text(answer, on: screen, now: now) }
    }
}
