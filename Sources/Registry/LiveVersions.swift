import CivilTime
import Git
package import SkillLanguage
import Workspace

/// What the live ref of a workspace holds, for whoever has no server to ask.
package enum LiveVersions {
    /// The skills by name, those that cannot be read left out; nil when nothing is live.
    package static func skills(in root: String) async throws -> [String: Skill]? {
        let repository = try await Repository.open(root)
        guard let commit = try await repository.commit(at: try RefName(WorkspaceLayout.liveRef)) else { return nil }
        let contents = try await CommitReader(repository: repository, zones: ZoneDirectory()).contents(of: commit)
        return contents.skills.compactMapValues(\.document.value)
    }
}
