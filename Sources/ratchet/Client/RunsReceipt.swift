import ArgumentParser
import JSON
import Terminal

struct RunsReceipt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Show what exactly a run ran: versions, commits, permits, models, and what it wrote.")

    @Argument(help: "The run's id.")
    var run: String

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.get(["runs", run, "receipt"])
        try session.show(answer) { screen, _ in ReceiptPage.text(answer, on: screen) }
    }
}

struct SkillsRecall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recall", abstract: "List everything a version did: its runs, and what each wrote outside.")

    @Argument(help: "The version, as name@1.2.3 or its id.")
    var version: String

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.all(["versions", version, "effects"], [("limit", "200")])
        try session.show(answer) { screen, now in ReceiptPage.effects(answer, on: screen, now: now) }
    }
}
