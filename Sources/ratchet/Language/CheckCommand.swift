import ArgumentParser
import JSON
import SkillLanguage
import Terminal
import Workspace

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check skills and loop files, and run the skills' own tests.",
        discussion: """
            Names every mistake with its place, its code and its repair; `ratchet explain CODE` says more. In a workspace, skills are compared \
            with their live versions as well. Needs no server. Ends with 1 when there are errors; warnings alone are fine.
            """)

    @Argument(help: "Skill and loop files; - is standard input.", completion: .file(extensions: ["json"]))
    var files: [String]

    @Option(help: "Compare with the skills of a file or folder instead of the live ones.", completion: .file())
    var against: String?

    @Flag(help: "Treat branches that no test takes as errors, as for proposals of agents.")
    var strict = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let page = Page(isJSON: json)
        let examinations = try Examination.all(of: files, baselines: try await baselines(), untested: strict ? .error : .warning)
        let items = JSON.array(examinations.flatMap { $0.json.array ?? [] })
        try page.show(["items": items, "next": .null]) { screen, _ in
            examinations.map { FindingPage.text($0, on: screen) + ($0.findings.isEmpty ? "\($0.path.harmlessLine): ok\n" : "") }.joined()
        }
        if examinations.contains(where: \.hasErrors) { throw ExitCode.failure }
    }

    private func baselines() async throws -> [String: Baseline] {
        if let against {
            let named = try Baseline.named(against)
            return Dictionary(files.map { ($0, named) }) { $1 }
        }
        var known: [WorkspaceLayout: Baseline] = [:]
        var baselines: [String: Baseline] = [:]
        for file in files {
            guard let workspace = NeighbouringSkills.workspace(around: file) else { continue }
            if known[workspace] == nil { known[workspace] = await Baseline.live(in: workspace) }
            baselines[file] = known[workspace]
        }
        return baselines
    }
}
