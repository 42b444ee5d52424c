import Git
import JSON
import SkillLanguage
import Workspace

/// The files of one skill or loop as a change would have them.
struct Draft {
    enum Kind { case skill(String), loop(String) }

    let kind: Kind
    /// The document's text; nil when it is removed.
    var file: [UInt8]?
    /// Files that go.
    var removed: [String] = []
    /// Prompt files that get another text, by their path in the skill's folder.
    var written: [String: String] = [:]
    /// All prompt files that the skill has then.
    var prompts: [String: String] = [:]
    /// Why some of its prompt files cannot be read; the skill cannot be used then.
    var refused: [FileProblem] = []

    private var path: String {
        switch kind {
        case .skill(let name): WorkspaceLayout.skillPath(name)
        case .loop(let name): WorkspaceLayout.loopPath(name)
        }
    }

    /// What a commit has to change.
    var changes: [Git.Change] {
        guard let file else { return (removed.isEmpty ? [path] : removed).map { .delete($0) } }
        guard case .skill(let name) = kind else { return [.write(path, file)] }
        return [.write(path, file)] + removed.map { .delete($0) } + written.map { .write("skills/\(name)/\($0.key)", $0.value) }
    }

    /// Puts it in the place of what is there.
    func lay(over contents: inout CommitReader.Contents, _ reader: CommitReader) {
        switch kind {
        case .skill(let name): contents.skills[name] = file.map { reader.skill(name, from: $0, prompts: prompts, refused: refused) }
        case .loop(let name): contents.loops[name] = file.map { reader.loop(name, from: $0) }
        }
    }

    /// The same with the label in its document, which is in display form then.
    func labelled(_ label: SemanticVersion) throws -> Draft {
        var draft = self
        draft.file = try file.map { bytes in
            var object = try JSON(parsing: bytes).object ?? [:]
            object["version"] = .string(label.description)
            return try DisplayForm.bytes(of: JSON.object(object).bytes(.compact))
        }
        return draft
    }
}
