import ArgumentParser
import JSON
import Terminal

struct RunsStats: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Show how runs went: how many, how they ended, how long they took, what they cost.")

    @Option(help: "Only this skill.", completion: .custom(Completions.skills))
    var skill: String?

    @Option(help: ArgumentHelp("Runs created since then: a time, or how long ago; a week when left out.", valueName: "rfc 3339|24h"))
    var since: TimeArgument?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.get(["runs", "stats"], [("skill", skill), ("since", since?.rfc3339(now: session.page.now))])
        try session.show(answer) { screen, _ in StatisticsTable.text(answer, on: screen) }
    }
}
