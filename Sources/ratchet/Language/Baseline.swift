import Registry
import SkillLanguage
import Workspace

/// The versions that skills are compared with: E60, E61 and E62 are about what changed.
struct Baseline {
    let skills: [String: Skill]

    static let none = Baseline(skills: [:])

    /// What is live in a workspace. None where nothing is, or where the repository cannot be read: then there is nothing to compare.
    static func live(in workspace: WorkspaceLayout) async -> Baseline {
        Baseline(skills: (try? await LiveVersions.skills(in: workspace.root)) ?? [:])
    }

    /// A skill's file, or a folder with `skills` in it.
    static func named(_ path: String) throws -> Baseline {
        let skills = Files.isFolder(path) ? NeighbouringSkills.skills(in: path) : NeighbouringSkills.skills(of: [try DocumentSource(path)])
        guard !skills.isEmpty else { throw UsageFailure("there is no skill in \(path)") }
        return Baseline(skills: skills)
    }

    /// What is wrong with a skill as the next version.
    /// - Parameter neighbours: those that may call it.
    func findings(of skill: Skill, among neighbours: [String: Skill]) -> [Finding] {
        let rules = VersionRules(live: skills[skill.name].map { ($0.document, $0.version ?? SemanticVersion(0, 1, 0)) })
        do throws(VersionRefused) {
            let callers = skills.merging(neighbours) { $1 }.sorted { $0.key < $1.key }.map(\.value)
            return rules.leftBehind(by: try rules.label(of: skill), of: skill.name, among: callers)
        } catch {
            return [error.finding]
        }
    }
}
