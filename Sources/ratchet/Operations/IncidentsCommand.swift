import ArgumentParser
import JSON
import Terminal

struct IncidentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents", abstract: "Look at what somebody must look at, and close it.",
        subcommands: [IncidentsList.self, IncidentsShow.self, IncidentsClose.self], defaultSubcommand: IncidentsList.self)
}

/// The incident that a command is about.
struct IncidentArgument: ParsableArguments {
    @Argument(help: "The incident's id.", completion: .custom(Completions.incidents))
    var id: String
}

struct IncidentsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List open incidents, the latest first.")

    @Flag(help: "Also those that are closed.")
    var closed = false

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.all(["incidents"], [("closed", closed ? "true" : nil), ("limit", "200")])
        try session.show(list) { screen, now in IncidentTable.text(list.items("items"), on: screen, now: now) }
    }
}

struct IncidentsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an incident.")

    @OptionGroup var incident: IncidentArgument
    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.get(["incidents", incident.id])
        try session.show(answer) { screen, now in IncidentPage.text(answer, on: screen, now: now) }
    }
}

struct IncidentsClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "close", abstract: "Close an incident.")

    @OptionGroup var incident: IncidentArgument

    @Option(help: "What became of it.")
    var note: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        var body: JSON.Object = [:]
        body["note"] = note.map(JSON.string)
        let answer = try await session.api.post(["incidents", incident.id, "close"], .object(body))
        try session.show(answer) { _, _ in "closed incident \(incident.id)\n" }
    }
}
