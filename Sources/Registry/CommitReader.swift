import CivilTime
import Engine
import Git
import JSON
import SkillLanguage
import Workspace

/// Reads the skills and loops of one commit. Nothing is looked at in the working tree.
struct CommitReader {
    let repository: Repository
    let zones: ZoneDirectory

    /// A skill document larger than this is refused unread.
    private static let largest = 1 << 20

    /// A file of the commit, parsed and decoded, or what is wrong with it.
    struct Reading<Document: Sendable>: Sendable {
        let path: String
        let document: Result<Document, Problems>
    }

    struct Problems: Error { let list: [FileProblem] }

    struct Contents: Sendable {
        var skills: [String: Reading<Skill>] = [:]
        var loops: [String: Reading<LoopDocument>] = [:]

        var problems: [FileProblem] {
            let all = skills.values.map { ($0.path, $0.document.problems) } + loops.values.map { ($0.path, $0.document.problems) }
            return all.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    func contents(of commit: CommitID) async throws -> Contents {
        var contents = Contents()
        for entry in try await repository.files(at: commit) {
            if let name = WorkspaceLayout.skillName(atPath: entry.path) {
                contents.skills[name] = Reading(path: entry.path, document: try await skill(name, entry, commit))
            } else if let name = WorkspaceLayout.loopName(atPath: entry.path) {
                contents.loops[name] = Reading(path: entry.path, document: try await loop(name, entry))
            }
        }
        return contents
    }

    /// One skill at a commit; nil when it is not there or cannot be read.
    func skill(_ name: String, at commit: CommitID) async throws -> Skill? {
        guard let entry = try await repository.entry(WorkspaceLayout.skillPath(name), at: commit) else { return nil }
        return try await skill(name, entry, commit).value
    }

    private func skill(_ name: String, _ entry: TreeEntry, _ commit: CommitID) async throws -> Result<Skill, Problems> {
        var prompts: [String: String] = [:]
        for file in try await repository.files(under: "skills/\(name)/prompts", at: commit) where file.kind.isFile {
            let bytes = try await repository.blob(file.id, limit: Self.largest)
            prompts[String(file.path.dropFirst("skills/\(name)/".count))] = String(decoding: bytes, as: UTF8.self)
        }
        return try await decode(entry) { json in
            let skill = try SkillDecoder.decode(try Prompts.inline(json) { prompts[$0] })
            guard skill.name == name else {
                throw InvalidDocument(findings: [
                    Finding("E06", "/skill", "the skill is called \"\(skill.name)\", its folder \"\(name)\"", hint: "give both the same name")
                ])
            }
            return skill
        }
    }

    private func loop(_ name: String, _ entry: TreeEntry) async throws -> Result<LoopDocument, Problems> {
        try await decode(entry) { try LoopDecoder.decode($0, file: name, zones: zones) }
    }

    private func decode<Document>(_ entry: TreeEntry, _ read: (JSON) throws -> Document) async throws -> Result<Document, Problems> {
        guard entry.kind.isFile else { return refused(entry, "a \(entry.kind.rawValue) is not read", hint: "commit a plain file") }
        guard entry.size <= Self.largest else { return refused(entry, "the file is over \(Self.largest >> 20) MiB") }
        let bytes = try await repository.blob(entry.id, limit: Self.largest)
        return DocumentFile.read(entry.path, bytes, read)
    }

    private func refused<Document>(_ entry: TreeEntry, _ message: String, hint: String? = nil) -> Result<Document, Problems> {
        .failure(Problems(list: [FileProblem(path: entry.path, finding: Finding("E01", "", message, hint: hint))]))
    }
}

extension Result where Failure == CommitReader.Problems {
    var problems: [FileProblem] { if case .failure(let problems) = self { problems.list } else { [] } }
    var value: Success? { if case .success(let value) = self { value } else { nil } }
}
