import ArgumentParser
import JSON
import SkillLanguage
import Terminal
import Workspace

struct FormatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Write skills and loop files in their display form.",
        discussion: """
            One order of keys, one layout, so that a change shows meaning and nothing else. Files are rewritten where they are and listed; \
            standard input goes to standard output. Without files: every skill and loop of the workspace around, else standard input. What is \
            not JSON is told with its place and left alone. Ends with 1 then, and with --check when a file is in another form.
            """)

    @Argument(help: "Skill and loop files; - is standard input.", completion: .file(extensions: ["json"]))
    var files: [String] = []

    @Flag(help: "Write nothing; list the files that are in another form, and end with 1 when there are any.")
    var check = false

    @Flag(help: "Write nothing; show what would change.")
    var diff = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if files.contains("-"), files.count > 1 { throw ValidationError("- stands alone: its display form goes to standard output") }
    }

    func run() async throws {
        // All are read before one is written, so that a wrong name changes nothing.
        let formattings = try (files.isEmpty ? Self.around() : files).map(Formatting.init)
        if !check, !diff { for formatting in formattings { try formatting.write() } }
        let page = Page(isJSON: json)
        try page.show(["items": .array(formattings.map { $0.json(showsText: !check, showsDifference: diff) }), "next": .null]) { screen, _ in
            formattings.map { text($0, screen) }.joined()
        }
        if formattings.contains(where: { $0.examination != nil || check && $0.isChanged }) { throw ExitCode.failure }
    }

    private static func around() -> [String] {
        guard let workspace = WorkspaceLayout.find(named: nil, from: ".") else { return ["-"] }
        let paths = WorkspaceDocuments.skills(in: workspace.root) + WorkspaceDocuments.loops(of: workspace)
        let folder = Files.absolute(".") + "/"
        return paths.map { $0.hasPrefix(folder) ? String($0.dropFirst(folder.count)) : $0 }
    }

    private func text(_ formatting: Formatting, _ screen: Screen) -> String {
        if let examination = formatting.examination { return FindingPage.text(examination, on: screen) }
        let name = formatting.isChanged && (check || !diff && !formatting.isStream) ? formatting.path.harmlessLine + "\n" : ""
        if diff { return name + formatting.difference }
        return check || !formatting.isStream ? name : formatting.text
    }
}
