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
        /// Links and submodules that stand where skills and loops belong and have the name of none.
        var strays: [FileProblem] = []

        var problems: [FileProblem] {
            let all = skills.values.map { ($0.path, $0.document.problems) } + loops.values.map { ($0.path, $0.document.problems) }
            let unusable = all.filter { !$0.1.isEmpty }.sorted { $0.0 < $1.0 }.flatMap(\.1)
            return unusable + strays + Self.collisions(skills.values.map(\.path)) + Self.collisions(loops.values.map(\.path))
        }

        /// Documents that a file system which ignores case takes for one.
        private static func collisions(_ paths: [String]) -> [FileProblem] {
            let same = Dictionary(grouping: paths) { $0.lowercased() }.values.filter { $0.count > 1 }.map { $0.sorted() }
            return same.sorted { $0[0] < $1[0] }.map { paths in
                let message = "\(paths.joined(separator: " and ")) differ in case only"
                return FileProblem(path: paths[0], finding: Finding("E01", "", message, hint: "rename all but one"))
            }
        }
    }

    /// - Parameter known: what was read of another commit; what is the same in this one is taken from it and not read again.
    func contents(of commit: CommitID, knowing known: Contents = Contents()) async throws -> Contents {
        var contents = Contents()
        for folder in ["skills", "cron"] {
            if let top = try await repository.entry(folder, at: commit), top.kind.isLink { contents.strays.append(Self.refused(folder, top.kind)) }
        }
        for entry in try await repository.directory("skills", at: commit) where !entry.kind.isFile {
            let path = "skills/\(entry.name)"
            if entry.kind.isLink {
                contents.skills[entry.name] = Reading(path: path, document: .failure(Problems(list: [Self.refused(path, entry.kind)])))
            } else if let same = known.skills[entry.name], same.source == entry.id {
                contents.skills[entry.name] = same
            } else if let file = try await repository.entry(WorkspaceLayout.skillPath(entry.name), at: commit) {
                contents.skills[entry.name] = Reading(path: file.path, document: try await skill(entry.name, file, commit), source: entry.id)
            }
        }
        for entry in try await repository.directory("cron", at: commit) where entry.kind != .directory {
            let path = "cron/\(entry.name)"
            guard let name = WorkspaceLayout.loopName(atPath: path) else {
                if entry.kind.isLink { contents.strays.append(Self.refused(path, entry.kind)) }
                continue
            }
            if let same = known.loops[name], same.source == entry.id, entry.kind.isFile {
                contents.loops[name] = same
            } else if let file = try await repository.entry(path, at: commit) {
                contents.loops[name] = Reading(path: path, document: try await loop(name, file), source: entry.kind.isFile ? entry.id : nil)
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

    /// The prompt files of a skill, by their path in its folder, and why some of them are not read.
    func prompts(of name: String, at commit: CommitID) async throws -> (texts: [String: String], refused: [FileProblem]) {
        let folder = "skills/\(name)/prompts"
        guard let top = try await repository.entry(folder, at: commit) else { return ([:], []) }
        var texts: [String: String] = [:]
        var refused = top.kind.isLink ? [Self.refused(folder, top.kind)] : []
        for file in try await repository.files(under: folder, at: commit) {
            let refusals = Self.refusals(file.path, file.kind, file.size)
            refused += refusals
            guard refusals.isEmpty else { continue }
            let bytes = try await repository.blob(file.id, limit: Self.largest)
            texts[String(file.path.dropFirst("skills/\(name)/".count))] = String(decoding: bytes, as: UTF8.self)
        }
        return (texts, refused)
    }

    /// A skill's document as it would be read from a commit.
    /// - Parameters:
    ///   - prompts: all prompt files of the skill, by their path in its folder.
    ///   - refused: why some of them are not read, which keeps the skill out.
    func skill(_ name: String, from bytes: [UInt8], prompts: [String: String], refused: [FileProblem] = []) -> Reading<Skill> {
        let path = WorkspaceLayout.skillPath(name), refusals = Self.refusals(path, .file, bytes.count) + refused
        return Reading(path: path, document: refusals.isEmpty ? decodeSkill(name, bytes, prompts) : .failure(Problems(list: refusals)))
    }

    /// A loop's document as it would be read from a commit.
    func loop(_ name: String, from bytes: [UInt8]) -> Reading<LoopDocument> {
        let path = WorkspaceLayout.loopPath(name), refusals = Self.refusals(path, .file, bytes.count)
        return Reading(path: path, document: refusals.isEmpty ? decodeLoop(name, bytes) : .failure(Problems(list: refusals)))
    }

    private func skill(_ name: String, _ entry: TreeEntry, _ commit: CommitID) async throws -> Result<Skill, Problems> {
        let prompts = try await prompts(of: name, at: commit)
        guard prompts.refused.isEmpty else { return .failure(Problems(list: prompts.refused)) }
        return try await read(entry) { decodeSkill(name, $0, prompts.texts) }
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
        let refusals = Self.refusals(entry.path, entry.kind, entry.size)
        guard refusals.isEmpty else { return .failure(Problems(list: refusals)) }
        return decode(try await repository.blob(entry.id, limit: Self.largest))
    }

    /// Why something is not read at all, judged by its kind and size alone; empty when it is.
    private static func refusals(_ path: String, _ kind: TreeEntry.Kind, _ size: Int) -> [FileProblem] {
        guard kind.isFile else { return [refused(path, kind)] }
        guard size > largest else { return [] }
        let message = "the file has \(size) bytes, over \(largest >> 20) MiB, and was not read"
        return [FileProblem(path: path, finding: Finding("E01", "", message, hint: "make it smaller"))]
    }

    private static func refused(_ path: String, _ kind: TreeEntry.Kind) -> FileProblem {
        FileProblem(path: path, finding: Finding("E01", "", "a \(kind.rawValue) is not read", hint: "commit plain files"))
    }
}

extension TreeEntry.Kind {
    /// Whether what is there is elsewhere.
    fileprivate var isLink: Bool { self == .symlink || self == .submodule }
}

extension Result where Failure == CommitReader.Problems {
    var problems: [FileProblem] { if case .failure(let problems) = self { problems.list } else { [] } }
    var value: Success? { if case .success(let value) = self { value } else { nil } }
}
