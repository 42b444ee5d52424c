import ArgumentParser
import JSON
import SkillLanguage
import Terminal

struct CallablesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callables", abstract: "Show what a step can call: arguments, result and effects.",
        discussion: "Without a name, all of them. `--json` gives the JSON Schemas of arguments and results.")

    @Argument(help: "A callable, such as http.", completion: .list(CallableReference.all.map(\.name)))
    var name: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print the whole page as Markdown; this is the default.")
    var markdown = false

    func validate() throws {
        if json, markdown { throw ValidationError("--json and --markdown exclude each other.") }
        guard let name, !CallableReference.all.contains(where: { $0.name == name }) else { return }
        let near = JSON.nearest(to: name, among: CallableReference.all.map(\.name))
        throw ValidationError("There is no callable \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? ". `ratchet callables` lists them."))
    }

    func run() async throws {
        let chosen = CallableReference.all.filter { name == nil || $0.name == name }
        if json {
            let items: JSON = ["items": .array(chosen.map(\.json)), "next": .null]
            return try TextOutput.standard.write(items.text(.pretty) + "\n")
        }
        try TextOutput.standard.write(CallablePage.text(chosen))
    }
}
