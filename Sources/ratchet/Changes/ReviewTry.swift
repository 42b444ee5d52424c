import ArgumentParser
import JSON
import Terminal

struct ReviewTry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try", abstract: "Try a proposed skill before deciding: its reads are made, its writes are not.",
        discussion: """
            The skill runs in the server's memory, and nothing is recorded. A call that writes, asks somebody or costs money fails as \
            dry_run.refused, and what it would have sent is shown. Waits take no time, and the whole may take a minute.
            """)

    @OptionGroup var proposal: ProposalArgument

    @Option(help: ArgumentHelp("The input: JSON, @FILE, or @- for standard input.", valueName: "json|@file|@-"))
    var input: InputArgument?

    @Option(help: "Which skill, when the proposal changes several.")
    var skill: String?

    @Flag(help: "Ask models, too; that costs what it costs.")
    var models = false

    @Flag(help: "Let its reads go where what is live may not, with the secrets that it names.")
    var wider = false

    @Flag(help: "Show what the calls were given and gave.")
    var full = false

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let input = try input?.document() ?? [:]
        let session = try Session(options)
        var body: JSON.Object = ["input": input, "use_models": .bool(models), "wider": .bool(wider)]
        body["skill"] = skill.map(JSON.string)
        let answer = try await session.api.post(["proposals", proposal.id, "try"], .object(body))
        try session.show(answer) { screen, _ in DryRunPage.text(answer, on: screen, isFull: full) }
    }
}
