import Engine
import Git
import SkillLanguage
import Workspace

extension Registry {
    /// Whether a commit has all that is live. A live commit with two parents adds labels at most to what they have, so whoever has both has it:
    /// somebody may commit on `main` before it could follow.
    func leads(_ commit: CommitID, to live: CommitID) async throws(GitError) -> Bool {
        var live = live
        while try await !repository.isAncestor(live, of: commit) {
            let parents = try await repository.commit(live).parents
            guard parents.count == 2, try await repository.isAncestor(parents[1], of: commit) else { return false }
            live = parents[0]
        }
        return true
    }

    /// What a commit of a person's would bring: it is merged with what is live, checked and tested; skills whose label was left as it is get one.
    /// Nothing is changed but that objects may be written.
    /// - Throws: `ProposalError.conflict` when git cannot merge it.
    func candidate(from tip: CommitID, policy: ChangePolicy) async throws -> (Candidate, CandidateCheck) {
        let (live, standing) = standingNow()
        var merge: Candidate.Merge?
        var place = tip
        if let base = live.commit {
            let own = try await repository.tree(of: tip)
            var tree = try await repository.isAncestor(base, of: tip) ? own : repository.mergedTree(base, tip)
            // Nothing but labels can be lost then, and those are set again.
            if tree == nil, try await leads(tip, to: base) { tree = own }
            guard let tree else { throw ProposalError.conflict(tip.short) }
            merge = Candidate.Merge(tip: tip, tree: tree)
            if tree != own { place = try await draft(on: base, merge, []) }
        }
        var contents = try await reader.contents(of: place, knowing: standing.contents)
        let new = Set(contents.skills.keys).subtracting(live.skills.keys)
        var retired: [String: Retired.Version] = [:]
        if let base = live.commit { retired = try await self.retired(among: new, at: base) }
        let check = CandidateCheck(contents, live: live, standing: standing, retired: retired)
        var labels: [Git.Change] = []
        if check.problems.isEmpty {
            labels = try await labelled(contents, check.labels, at: place)
            if !labels.isEmpty { contents = try await reader.contents(of: draft(on: live.commit ?? tip, merge, labels), knowing: contents) }
        }
        let set = changes(check, contents)
        let evidence =
            check.problems.isEmpty
            ? evidence(for: set, check, contents, live: live, standing, policy: policy)
            : Evidence(changes: [], findings: check.problems, callees: [:], policyHash: policy.hash)
        let candidate = Candidate(
            base: live.commit ?? tip, changes: labels, contents: contents, signatures: check.signatures, problems: check.problems,
            evidence: evidence, merge: merge)
        return (candidate, check)
    }

    private func draft(on base: CommitID, _ merge: Candidate.Merge?, _ changes: [Git.Change]) async throws -> CommitID {
        try await repository.commit(
            on: base, merging: merge.map { [$0.tip] } ?? [], tree: merge?.tree, changes: changes, message: "Draft", author: attribution)
    }

    /// What differs from what is live, as if somebody had proposed it.
    func changes(_ check: CandidateCheck, _ contents: CommitReader.Contents) -> ChangeSet {
        let entries = check.changes.map { change in
            let isSkill = change.what == "skill"
            let path = isSkill ? WorkspaceLayout.skillPath(change.name) : WorkspaceLayout.loopPath(change.name)
            let document = isSkill ? contents.skills[change.name]?.document.value?.document : contents.loops[change.name]?.document.value?.document
            return ChangeSet.Entry(path: path, document: document, base: liveVersion(atPath: path, in: check.live), prompts: [:])
        }
        return ChangeSet(entries: entries, reason: "")
    }

    /// The skill files whose text must name another version.
    private func labelled(_ contents: CommitReader.Contents, _ labels: [String: SemanticVersion], at commit: CommitID) async throws -> [Git.Change] {
        var changes: [Git.Change] = []
        for (name, reading) in contents.skills.sorted(by: { $0.key < $1.key }) {
            guard let skill = reading.document.value, let label = labels[name], skill.version != label else { continue }
            guard let bytes = try await repository.file(reading.path, at: commit) else { continue }
            changes.append(.write(reading.path, try VersionText.setting(label, in: bytes, skill: name)))
        }
        return changes
    }
}
