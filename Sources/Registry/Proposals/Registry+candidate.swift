import Engine
import Git
import JSON
import SkillLanguage
import Workspace

extension Registry {
    /// Lays a change set over what is live, and checks and tests the whole. Nothing is written.
    /// - Throws: `ProposalError.staleBase` when a base is not what is live.
    func candidate(for set: ChangeSet, untested: Finding.Severity, policy: ChangePolicy) async throws -> Candidate {
        let (live, standing) = standingNow()
        guard let base = live.commit else { throw ProposalError.nothingLive }
        try checkBases(of: set, in: live)
        var contents = standing.contents
        var drafts: [Draft] = []
        for entry in set.entries {
            let draft = try await draft(of: entry, at: base)
            draft.lay(over: &contents, reader)
            drafts.append(draft)
        }
        let new = Set(set.entries.compactMap { $0.document == nil ? nil : $0.skill }).subtracting(live.skills.keys)
        let retired = try await retired(among: new, at: base)
        let check = CandidateCheck(contents, live: live, standing: standing, retired: retired, untested: untested)
        if check.problems.isEmpty {
            for (index, draft) in drafts.enumerated() {
                guard case .skill(let name) = draft.kind, let label = check.labels[name], let skill = contents.skills[name]?.document.value,
                    skill.version != label
                else { continue }
                drafts[index] = try draft.labelled(label)
                drafts[index].lay(over: &contents, reader)
            }
        }
        return Candidate(
            base: base, changes: drafts.flatMap(\.changes).sorted { $0.path < $1.path }, contents: contents, signatures: check.signatures,
            problems: check.problems, evidence: evidence(for: set, check, contents, live: live, standing, policy: policy))
    }

    private func draft(of entry: ChangeSet.Entry, at base: CommitID) async throws -> Draft {
        guard let name = entry.skill else {
            return Draft(kind: .loop(entry.name), file: try entry.document.map { try DisplayForm.bytes(of: $0.bytes(.compact)) })
        }
        guard let document = entry.document else {
            return Draft(kind: .skill(name), removed: try await repository.files(under: "skills/\(name)", at: base).map(\.path))
        }
        let live = try await repository.file(entry.path, at: base).flatMap { try? JSON(parsing: $0) }
        let prompts = try await reader.prompts(of: name, at: base)
        let placed = PromptPlacement(of: document, live: live, prompts: prompts.texts)
        let written = placed.texts.merging(entry.prompts) { $1 }
        return Draft(
            kind: .skill(name), file: try DisplayForm.bytes(of: placed.document.bytes(.compact)), written: written,
            prompts: prompts.texts.merging(written) { $1 }, refused: prompts.refused)
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
}
