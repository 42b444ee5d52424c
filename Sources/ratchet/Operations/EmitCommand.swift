import ArgumentParser
import JSON
import Terminal

struct EmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emit", abstract: "Tell waiting runs that something happened.",
        discussion: "Runs that wait for an event of this name, and whose condition its payload fits, go on.")

    @Argument(help: "The event's name.")
    var name: String

    @Option(help: ArgumentHelp("What happened: JSON, @FILE, or @- for standard input.", valueName: "json|@file|@-"))
    var payload: InputArgument?

    @Option(help: "An id of the event; a second one with the same id changes nothing.")
    var id: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        var body: JSON.Object = ["name": .string(name)]
        body["payload"] = try payload?.document()
        body["id"] = id.map(JSON.string)
        let session = try Session(options)
        let answer = try await session.api.post(["events"], .object(body))
        try session.show(answer) { _, _ in "reached \(Amounts.count(answer["reached"]?.int ?? 0, "waiting call"))\n" }
    }
}
