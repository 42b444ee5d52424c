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
        /// What stands where skills and loops belong and is neither.
        var strays: [FileProblem] = []

        var problems: [FileProblem] {
            let all = skills.values.map { ($0.path, $0.document.problems) } + loops.values.map { ($0.path, $0.document.problems) }
            return all.sorted { $0.0 < $1.0 }.flatMap(\.1) + strays
        }
    }

    func contents(of commit: CommitID) async throws -> Contents {
        var contents = Contents()
        for folder in ["skills", "cron"] {
            guard let top = try await repository.entry(folder, at: commit) else { continue }
            guard top.kind == .directory else {
                contents.strays += refusals(top)
                continue
            }
            for entry in try await repository.files(under: folder, at: commit) {
                if let name = WorkspaceLayout.skillName(atPath: entry.path) {
                    contents.skills[name] = Reading(path: entry.path, document: try await skill(name, entry, commit))
                } else if let name = WorkspaceLayout.loopName(atPath: entry.path) {
                    contents.loops[name] = Reading(path: entry.path, document: try await loop(name, entry))
                } else if !entry.kind.isFile, Self.isInTheWay(entry.path) {
                    contents.strays += refusals(entry)
                }
            }
        }
        contents.strays += Self.collisions(contents.skills.values.map(\.path)) + Self.collisions(contents.loops.values.map(\.path))
        return contents
    }

    /// Whether a link or submodule there hides what would be read.
    private static func isInTheWay(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        return parts.count == 2 || parts.count == 3 && parts[0] == "skills" && parts[2] == "prompts"
    }

    /// Documents that a file system which ignores case takes for one.
    private static func collisions(_ paths: [String]) -> [FileProblem] {
        Dictionary(grouping: paths.sorted()) { $0.lowercased() }.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }.map { same in
            FileProblem(
                path: same[0], finding: Finding("E01", "", "\(same.joined(separator: " and ")) differ in case only", hint: "rename all but one"))
        }
    }

    /// One skill at a commit; nil when it is not there or cannot be read.
    func skill(_ name: String, at commit: CommitID) async throws -> Skill? {
        guard let entry = try await repository.entry(WorkspaceLayout.skillPath(name), at: commit) else { return nil }
        return try await skill(name, entry, commit).value
    }

    private func skill(_ name: String, _ entry: TreeEntry, _ commit: CommitID) async throws -> Result<Skill, Problems> {
        var prompts: [String: String] = [:]
        for file in try await repository.files(under: "skills/\(name)/prompts", at: commit) {
            if !file.kind.isFile || file.size > Self.largest { return .failure(Problems(list: refusals(file))) }
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
        let refusals = refusals(entry)
        guard refusals.isEmpty else { return .failure(Problems(list: refusals)) }
        let bytes = try await repository.blob(entry.id, limit: Self.largest)
        return DocumentFile.read(entry.path, bytes, read)
    }

    /// Why something is not read at all, judged by its kind and size alone; empty when it is.
    private func refusals(_ entry: TreeEntry) -> [FileProblem] {
        let finding: Finding? =
            if !entry.kind.isFile {
                Finding("E01", "", "a \(entry.kind.rawValue) is not read", hint: "commit plain files")
            } else if entry.size > Self.largest {
                Finding("E01", "", "the file has \(entry.size) bytes, over \(Self.largest >> 20) MiB, and was not read", hint: "make it smaller")
            } else {
                nil
            }
        return finding.map { [FileProblem(path: entry.path, finding: $0)] } ?? []
    }
}

extension Result where Failure == CommitReader.Problems {
    var problems: [FileProblem] { if case .failure(let problems) = self { problems.list } else { [] } }
    var value: Success? { if case .success(let value) = self { value } else { nil } }
}
