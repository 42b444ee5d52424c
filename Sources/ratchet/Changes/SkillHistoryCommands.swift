import ArgumentParser
import JSON
import Terminal

/// The skill that a command is about.
struct SkillArgument: ParsableArguments {
    @Argument(help: "The skill's name.", completion: .custom(Completions.skills))
    var name: String
}

struct SkillsLog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "log", abstract: "List the versions of a skill: who, why, by which decision.")

    @OptionGroup var skill: SkillArgument
    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.get(["skills", skill.name, "versions"])
        try session.show(list) { screen, now in RevisionPage.text(list.items("items"), on: screen, now: now) }
    }
}

struct SkillsDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what changed between two versions; without any named, in the live one.")

    @OptionGroup var skill: SkillArgument

    @Option(help: "The older version; else the one before.")
    var from: String?

    @Option(help: "The newer version; else the live one.")
    var to: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.get(["skills", skill.name, "diff"], [("from", from), ("to", to)])
        try session.show(list) { screen, _ in ProposalPage.difference(list.items("items"), on: screen) }
    }
}

struct SkillsRollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Make an earlier version of a skill live again, under the next label.")

    @OptionGroup var skill: SkillArgument

    @Option(help: "The version to go back to; else the one before the live one.")
    var to: String?

    @Option(help: "Why.")
    var reason: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        var body: JSON.Object = [:]
        body["to"] = to.map(JSON.string)
        body["reason"] = reason.map(JSON.string)
        let answer = try await session.api.post(["skills", skill.name, "rollback"], .object(body), accepting: [422])
        try session.show(answer) { screen, _ in
            let problems = ProposalPage.problems(answer.items("problems"), on: screen)
            guard problems.isEmpty else { return problems + "nothing changed\n" }
            return "\(skill.name) \(answer.text("version") ?? "") is live, with the content of \(answer.text("restored") ?? "")\n"
        }
        if answer.text("status") == "rejected" { throw ExitCode.failure }
    }
}
