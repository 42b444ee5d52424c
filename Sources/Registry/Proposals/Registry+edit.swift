import Engine
import Git
package import JSON
package import Store
package import Workspace

extension Registry {
    /// Gives an open proposal other documents for the same files: a new candidate on its branch, checked and tested, with new evidence, so that
    /// approvals given before count no more. Whoever edits is a co-author from then on and cannot approve it. What the checks reject, or what
    /// changes nothing, leaves the proposal as it is.
    /// - Parameter changes: as for a change set.
    package func edit(_ id: String, changes: JSON, by editor: TokenHolder, policy: ChangePolicy) async throws -> ProposalResult {
        try await turn.take { try await editInTurn(id, changes, editor, policy) }
    }

    private func editInTurn(_ id: String, _ changes: JSON, _ editor: TokenHolder, _ policy: ChangePolicy) async throws -> ProposalResult {
        try await loadInTurn()
        let proposal = try await openProposal(id)
        guard !proposal.proposer.isOutside else { throw ProposalError.notEditable(id: proposal.id) }
        var set = try ChangeSet(changes: changes, reason: proposal.reason, model: proposal.model)
        set.origin = try proposal.origin.flatMap { Origin(try JSON(parsing: $0)) }
        guard Set(set.entries.map(\.path)) == Set(proposal.paths) else {
            throw ProposalError.malformed("/changes", "must be of the files of the proposal: \(proposal.paths.joined(separator: ", "))")
        }
        let untested = Self.untested(Scope(rawValue: proposal.proposer.scope) ?? .agent)
        let candidate = try await shadowed(try await candidate(for: set, untested: untested, policy: policy))
        func result(_ status: ProposalResult.Status) -> ProposalResult {
            ProposalResult(
                status: status, proposal: proposal.id, commit: nil, evidence: candidate.evidence,
                decision: PolicyDecision(on: candidate.evidence, by: policy), problems: candidate.problems, isDryRun: false)
        }
        guard candidate.problems.isEmpty else { return result(.rejected) }
        guard !candidate.isUnchanged, candidate.evidence.hash != proposal.evidenceHash else { return result(.unchanged) }
        var editors = try await store.editors(of: proposal.id)
        if !editors.contains(editor) { editors.append(editor) }
        let commit = try await commit(
            candidate, of: proposal.id, reason: proposal.reason, model: proposal.model, by: proposal.proposer, editors: editors)
        let branch = try RefName(proposal.branch)
        try await repository.update(
            branch, from: try await repository.commit(at: branch), to: commit, by: attribution, reason: "edited by \(editor.name)")
        let edit = Edit(
            editor: editor, changes: set.json.bytes(.compact), commit: commit.description, baseCommit: candidate.base.description,
            evidence: candidate.evidence.json.bytes(.compact), evidenceHash: candidate.evidence.hash, at: time.now())
        guard try await store.edit(proposal.id, edit) else {
            throw ProposalError.closed(id: proposal.id, state: try await store.proposal(proposal.id).state.rawValue)
        }
        return result(.pending)
    }
}
