import ArgumentParser
import SkillLanguage
import Terminal

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of skills or loop files, for editors.",
        discussion: "An editor that knows it completes keys and marks mistakes of form; `ratchet check` finds the others.")

    enum Document: String, CaseIterable, ExpressibleByArgument { case skill, loop }

    @Argument(help: "Which schema.")
    var document: Document = .skill

    func run() async throws {
        let bytes = document == .skill ? LanguageSchemas.skill : LanguageSchemas.loop
        try TextOutput.standard.write(String(decoding: bytes, as: UTF8.self))
    }
}
