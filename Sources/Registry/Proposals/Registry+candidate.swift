import Engine
import Git
import JSON
import SkillLanguage
import Workspace

extension Registry {
    /// Lays a change set over what is live, and checks and tests the whole. Nothing is changed but that objects may be written.
    /// - Throws: `ProposalError.staleBase` when a base is not what is live.
    func candidate(for set: ChangeSet, untested: Finding.Severity, policy: ChangePolicy) async throws -> Candidate {
        let live = snapshot
        guard let base = live.commit else { throw ProposalError.nothingLive }
        try checkBases(of: set, in: live)
        var changes: [String: Git.Change] = [:]
        for entry in set.entries {
            for change in try await self.changes(for: entry, at: base) { changes[change.path] = change }
        }
        let draft = try await repository.commit(on: base, changes: Array(changes.values), message: "Draft", author: attribution)
        var contents = try await CommitReader(repository: repository, zones: zones).contents(of: draft)
        let check = CandidateCheck(contents, live: live, untested: untested)
        if check.problems.isEmpty {
            for entry in set.entries {
                guard let name = entry.skill, let label = check.labels[name], case .write(let path, let bytes)? = changes[entry.path],
                    let skill = contents.skills[name]?.document.value, skill.version != label
                else { continue }
                changes[path] = .write(path, try Self.labelled(bytes, label))
                let document = try Self.labelled(skill.document, label)
                contents.skills[name] = CommitReader.Reading(path: path, document: .success(try SkillDecoder.decode(document)))
            }
        }
        return Candidate(
            base: base, changes: changes.sorted { $0.key < $1.key }.map(\.value), contents: contents, problems: check.problems,
            evidence: evidence(for: set, check, contents, live: live, policy: policy))
    }

    /// The version id of what is live at a path.
    func liveVersion(atPath path: String, in snapshot: Snapshot) -> String? {
        if let name = WorkspaceLayout.skillName(atPath: path) { return snapshot.skills[name]?.id }
        return WorkspaceLayout.loopName(atPath: path).flatMap { snapshot.loops[$0] }.map { ContentHash.of($0.document) }
    }

    private func checkBases(of set: ChangeSet, in snapshot: Snapshot) throws(ProposalError) {
        for (index, entry) in set.entries.enumerated() {
            let current = liveVersion(atPath: entry.path, in: snapshot)
            guard entry.base == current else { throw .staleBase(path: entry.path, current: current) }
            if entry.document == nil, current == nil { throw .malformed("/changes/\(index)", "removes what is not there") }
        }
    }

    private func changes(for entry: ChangeSet.Entry, at base: CommitID) async throws -> [Git.Change] {
        guard let document = entry.document else {
            let folder = entry.skill.map { "skills/\($0)" }
            let files = try await folder.asyncMap { try await repository.files(under: $0, at: base).map(\.path) } ?? [entry.path]
            return files.map { .delete($0) }
        }
        guard let name = entry.skill else { return [.write(entry.path, try DisplayForm.bytes(of: document.bytes(.compact)))] }
        let live = try await repository.file(entry.path, at: base).flatMap { try? JSON(parsing: $0) }
        let folder = "skills/\(name)/"
        var prompts: [String: String] = [:]
        for file in try await repository.files(under: folder + "prompts", at: base) where file.kind.isFile {
            prompts[String(file.path.dropFirst(folder.count))] = String(decoding: try await repository.blob(file.id), as: UTF8.self)
        }
        let placed = PromptPlacement(of: document, live: live, prompts: prompts)
        let file = try DisplayForm.bytes(of: placed.document.bytes(.compact))
        return [.write(entry.path, file)] + placed.texts.map { .write(folder + $0.key, $0.value) }
    }

    static func labelled(_ bytes: [UInt8], _ label: SemanticVersion) throws -> [UInt8] {
        try DisplayForm.bytes(of: try labelled(try JSON(parsing: bytes), label).bytes(.compact))
    }

    private static func labelled(_ document: JSON, _ label: SemanticVersion) throws -> JSON {
        var object = document.object ?? [:]
        object["version"] = .string(label.description)
        return .object(object)
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
        if let self { try await transform(self) } else { nil }
    }
}
