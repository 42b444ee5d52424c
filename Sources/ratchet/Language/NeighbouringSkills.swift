import JSON
import SkillLanguage
import Workspace

/// The skills a document is checked among: those of the workspace it is in, and those given with it.
enum NeighbouringSkills {
    /// By name. Nil outside of a workspace: what is called may exist elsewhere.
    static func skills(around path: String, with given: [DocumentSource]) -> [String: Skill]? {
        guard let workspace = workspace(around: path) else { return nil }
        return skills(in: workspace.root).merging(skills(of: given)) { $1 }
    }

    /// The skills among files named on a command line.
    static func skills(of given: [DocumentSource]) -> [String: Skill] {
        var skills: [String: Skill] = [:]
        for source in given where !source.isLoop { add(source, to: &skills) }
        return skills
    }

    static func workspace(around path: String) -> WorkspaceLayout? {
        WorkspaceLayout.find(named: nil, from: path == "-" ? "." : Files.parent(of: path))
    }

    /// Those of the folder `skills` in a workspace.
    static func skills(in root: String) -> [String: Skill] {
        var skills: [String: Skill] = [:]
        for path in WorkspaceDocuments.skills(in: root) {
            guard let source = try? DocumentSource(path) else { continue }
            add(source, to: &skills)
        }
        return skills
    }

    private static func add(_ source: DocumentSource, to skills: inout [String: Skill]) {
        guard let document = try? source.inlined(), let skill = try? SkillDecoder.decode(document) else { return }
        skills[skill.name] = skill
    }
}
