import ArgumentParser
import JSON
import Terminal

struct SkillsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skills", abstract: "Look at the skills that are live, at what they were, and go back.",
        subcommands: [
            SkillsList.self, SkillsShow.self, SkillsStatus.self, SkillsRecall.self, SkillsLog.self, SkillsDiff.self, SkillsRollback.self,
        ])
}

struct SkillsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the skills that are live, and what is wrong with any.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.get(["skills"])
        try session.show(list) { screen, _ in SkillTable.text(list, on: screen) }
    }
}

struct SkillsStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show which commit of each skill and loop is live, and what keeps a newer one out.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.get(["live"])
        try session.show(list) { screen, _ in StandingPage.text(list, on: screen) }
    }
}

struct SkillsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a skill: what it is for, what it may reach, what it may use.")

    @Argument(help: "The skill's name.", completion: .custom(Completions.skills))
    var name: String

    @Flag(help: "Print the skill's document.")
    var document = false

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let skill = try await session.api.get(["skills", name])
        if document {
            guard let text = skill.value("document") else { throw CommandFailure("the server did not send the document of \(name)") }
            try session.page.output.line(text.text(.pretty))
        } else {
            try session.show(skill) { screen, _ in SkillPage.text(skill, on: screen) }
        }
    }
}
