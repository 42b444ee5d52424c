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
        /// What it was read from: a skill's folder, or a loop's file. Nil for what is in no commit yet.
        var source: BlobID?
    }

    struct Problems: Error { let list: [FileProblem] }

    struct Contents: Sendable {
        var skills: [String: Reading<Skill>] = [:]
        var loops: [String: Reading<LoopDocument>] = [:]

        var problems: [FileProblem] {
            let all = skills.values.map { ($0.path, $0.document.problems) } + loops.values.map { ($0.path, $0.document.problems) }
            return all.filter { !$0.1.isEmpty }.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    /// - Parameter known: what was read of another commit; what is the same in this one is taken from it and not read again.
    func contents(of commit: CommitID, knowing known: Contents = Contents()) async throws -> Contents {
        var contents = Contents()
        for entry in try await repository.directory("skills", at: commit) where entry.kind == .directory {
            if let same = known.skills[entry.name], same.source == entry.id {
                contents.skills[entry.name] = same
            } else if let file = try await repository.entry(WorkspaceLayout.skillPath(entry.name), at: commit) {
                contents.skills[entry.name] = Reading(path: file.path, document: try await skill(entry.name, file, commit), source: entry.id)
            }
        }
        for entry in try await repository.directory("cron", at: commit) {
            guard let name = WorkspaceLayout.loopName(atPath: "cron/" + entry.name), entry.kind != .directory else { continue }
            if let same = known.loops[name], same.source == entry.id {
                contents.loops[name] = same
            } else if let file = try await repository.entry(WorkspaceLayout.loopPath(name), at: commit) {
                contents.loops[name] = Reading(path: file.path, document: try await loop(name, file), source: entry.id)
            }
        }
        return contents
    }

    /// The same contents once they are in a commit, where each has its source.
    func committed(_ contents: Contents, at commit: CommitID) async throws -> Contents {
        var contents = contents
        for name in contents.skills.keys where contents.skills[name]?.source == nil {
            contents.skills[name]?.source = try await repository.entry("skills/\(name)", at: commit)?.id
        }
        for name in contents.loops.keys where contents.loops[name]?.source == nil {
            contents.loops[name]?.source = try await repository.entry(WorkspaceLayout.loopPath(name), at: commit)?.id
        }
        return contents
    }

    /// One skill at a commit; nil when it is not there or cannot be read.
    func skill(_ name: String, at commit: CommitID) async throws -> Skill? {
        guard let entry = try await repository.entry(WorkspaceLayout.skillPath(name), at: commit) else { return nil }
        return try await skill(name, entry, commit).value
    }

    /// The prompt files of a skill, by their path in its folder.
    func prompts(of name: String, at commit: CommitID) async throws -> [String: String] {
        var prompts: [String: String] = [:]
        for file in try await repository.files(under: "skills/\(name)/prompts", at: commit) where file.kind.isFile {
            let bytes = try await repository.blob(file.id, limit: Self.largest)
            prompts[String(file.path.dropFirst("skills/\(name)/".count))] = String(decoding: bytes, as: UTF8.self)
        }
        return prompts
    }

    /// A skill's document as it would be read from a commit.
    /// - Parameter prompts: all prompt files of the skill, by their path in its folder.
    func skill(_ name: String, from bytes: [UInt8], prompts: [String: String]) -> Reading<Skill> {
        let path = WorkspaceLayout.skillPath(name)
        guard bytes.count <= Self.largest else { return Reading(path: path, document: tooLarge(path)) }
        return Reading(path: path, document: decodeSkill(name, bytes, prompts))
    }

    /// A loop's document as it would be read from a commit.
    func loop(_ name: String, from bytes: [UInt8]) -> Reading<LoopDocument> {
        let path = WorkspaceLayout.loopPath(name)
        guard bytes.count <= Self.largest else { return Reading(path: path, document: tooLarge(path)) }
        return Reading(path: path, document: decodeLoop(name, bytes))
    }

    private func skill(_ name: String, _ entry: TreeEntry, _ commit: CommitID) async throws -> Result<Skill, Problems> {
        let prompts = try await prompts(of: name, at: commit)
        return try await read(entry) { decodeSkill(name, $0, prompts) }
    }

    private func loop(_ name: String, _ entry: TreeEntry) async throws -> Result<LoopDocument, Problems> {
        try await read(entry) { decodeLoop(name, $0) }
    }

    private func decodeSkill(_ name: String, _ bytes: [UInt8], _ prompts: [String: String]) -> Result<Skill, Problems> {
        DocumentFile.read(WorkspaceLayout.skillPath(name), bytes) { json in
            let skill = try SkillDecoder.decode(try Prompts.inline(json) { prompts[$0] })
            guard skill.name == name else {
                throw InvalidDocument(findings: [
                    Finding("E06", "/skill", "the skill is called \"\(skill.name)\", its folder \"\(name)\"", hint: "give both the same name")
                ])
            }
            return skill
        }
    }

    private func decodeLoop(_ name: String, _ bytes: [UInt8]) -> Result<LoopDocument, Problems> {
        DocumentFile.read(WorkspaceLayout.loopPath(name), bytes) { try LoopDecoder.decode($0, file: name, zones: zones) }
    }

    private func read<Document>(_ entry: TreeEntry, _ decode: ([UInt8]) -> Result<Document, Problems>) async throws -> Result<Document, Problems> {
        guard entry.kind.isFile else { return refused(entry.path, "a \(entry.kind.rawValue) is not read", hint: "commit a plain file") }
        guard entry.size <= Self.largest else { return tooLarge(entry.path) }
        return decode(try await repository.blob(entry.id, limit: Self.largest))
    }

    private func tooLarge<Document>(_ path: String) -> Result<Document, Problems> { refused(path, "the file is over \(Self.largest >> 20) MiB") }

    private func refused<Document>(_ path: String, _ message: String, hint: String? = nil) -> Result<Document, Problems> {
        .failure(Problems(list: [FileProblem(path: path, finding: Finding("E01", "", message, hint: hint))]))
    }
}

extension Result where Failure == CommitReader.Problems {
    var problems: [FileProblem] { if case .failure(let problems) = self { problems.list } else { [] } }
    var value: Success? { if case .success(let value) = self { value } else { nil } }
}
