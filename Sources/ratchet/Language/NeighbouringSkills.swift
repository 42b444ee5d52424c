import JSON
import SkillLanguage
import Workspace

/// The skills a document is checked among: those of the workspace it is in, and those given with it.
enum NeighbouringSkills {
    /// Nil outside of a workspace: what is called may exist elsewhere.
    static func signatures(around path: String, with given: [DocumentSource]) -> LiveSkills? {
        let folder = path == "-" ? "." : Files.parent(of: path)
        guard let workspace = WorkspaceLayout.find(named: nil, from: folder) else { return nil }
        var signatures: LiveSkills = [:]
        for path in WorkspaceDocuments.skills(of: workspace) {
            guard let source = try? DocumentSource(path) else { continue }
            add(source, to: &signatures)
        }
        for source in given where !source.isLoop { add(source, to: &signatures) }
        return signatures
    }

    private static func add(_ source: DocumentSource, to signatures: inout LiveSkills) {
        guard let document = try? source.inlined(), let skill = try? SkillDecoder.decode(document) else { return }
        signatures[skill.name] = SkillSignature(of: skill)
    }
}
