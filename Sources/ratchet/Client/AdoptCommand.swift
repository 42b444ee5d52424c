import ArgumentParser
import Git
import JSON
import Terminal

struct AdoptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Check and test what changed on main, and make it live while everything runs.",
        discussion: "Runs under way keep the versions they started with. When anything is wrong, nothing changes.")

    @Argument(help: "The commit: an id or the start of one, a branch, a tag; else the tip of main.")
    var commit: String?

    @Flag(help: "Only tell what would change.")
    var dryRun = false

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        var body: JSON.Object = [:]
        if let commit { body["commit"] = .string(try await CommitName(text: commit).resolve(in: session.workspace).description) }
        if dryRun { body["dry_run"] = true }
        let answer = try await session.api.post(["adopt"], .object(body), accepting: [422])
        try session.show(answer) { screen, _ in AdoptionPage.text(answer, on: screen) }
        if AdoptionPage.isRejected(answer) { throw ExitCode.failure }
    }
}
