import ArgumentParser
import JSON
import SkillLanguage
import Terminal
import Workspace

struct ProposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Propose skills and loops: checked and tested, then decided by policy or by a person.",
        discussion: "Prompt files beside a skill are sent along in their places. What is live is not touched until the proposal is.")

    @Argument(help: "Skill and loop files.", completion: .file(extensions: ["json"]))
    var files: [String]

    @Option(help: "Why.")
    var reason = ""

    @Flag(help: "Only tell what would become of it.")
    var dryRun = false

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        var changes: [JSON] = []
        for file in files {
            let source = try DocumentSource(file)
            let name = source.document[source.isLoop ? "loop" : "skill"]?.string ?? ""
            let path = source.isLoop ? WorkspaceLayout.loopPath(name) : WorkspaceLayout.skillPath(name)
            let base = try await Self.live(source.isLoop ? "loops" : "skills", name, session.api)
            changes.append(["path": .string(path), "document": try source.inlined(), "base": base.map(JSON.string) ?? .null])
        }
        var body: JSON.Object = ["changes": .array(changes), "dry_run": .bool(dryRun)]
        if !reason.isEmpty { body["reason"] = .string(reason) }
        let answer = try await session.api.post(["proposals"], .object(body), accepting: [422])
        try session.show(answer) { screen, _ in ProposalPage.result(answer, on: screen) }
        if answer.text("status") == "rejected" { throw ExitCode.failure }
    }

    /// The version that is live; nil for what is new.
    private static func live(_ list: String, _ name: String, _ api: APIClient) async throws -> String? {
        try await api.get([list]).items("items").first { $0.text("name") == name }?.text("version_id")
    }
}

struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "See what the policy of ratchet.json decides.", subcommands: [PolicyTest.self])
}

struct PolicyTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "test", abstract: "Tell what the policy makes of an open proposal, and why.")

    @OptionGroup var proposal: ProposalArgument
    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.get(["proposals", proposal.id, "policy"])
        try session.show(answer) { _, _ in
            let head = answer.text("outcome") == "live" ? "would go live by itself" : "waits for a person"
            return ([head] + answer.items("reasons").compactMap { $0.string.map { "  " + $0.harmlessLine } }).joined(separator: "\n") + "\n"
        }
    }
}
