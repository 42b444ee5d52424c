import CivilTime
import CrashPoints
import Engine
import Git
import JSON
package import Store
package import Workspace

/// A decision on a proposal, and what came of it.
package struct Decision: Sendable {
    package let proposal: Proposal
    /// The commit that is live with it; nil while it waits for more approvals.
    package let commit: String?
}

extension Registry {
    /// Counts one token's approval and, when there are as many as the policy asks for, makes the proposal live.
    ///
    /// The candidate is made and judged again on what is live now. When anything an approval is bound to has changed (versions, bases, callees,
    /// findings, what becomes of the recorded runs, policy), the proposal gets the new evidence, earlier approvals count no more, and `ProposalError.changed` asks for another look.
    /// - Parameter evidence: the hash of what was looked at.
    package func approve(
        _ id: String, evidence: String, note: String?, by reviewer: TokenHolder, policy: ChangePolicy
    ) async throws -> Decision {
        try await turn.take { try await approveInTurn(id, evidence, note, reviewer, policy) }
    }

    private func approveInTurn(
        _ id: String, _ evidence: String, _ note: String?, _ reviewer: TokenHolder, _ policy: ChangePolicy
    ) async throws -> Decision {
        try await loadInTurn()
        let proposal = try await openProposal(id)
        guard proposal.proposer.id != reviewer.id else { throw ProposalError.ownProposal(id: proposal.id) }
        guard try await !store.editors(of: proposal.id).contains(where: { $0.id == reviewer.id }) else {
            throw ProposalError.ownEdit(id: proposal.id)
        }
        guard !policy.freeze else { throw ProposalError.frozen }
        let candidate = try await candidateNow(of: proposal, policy: policy)
        let hash = candidate.evidence.hash
        if hash != proposal.evidenceHash {
            let renewed = try await shadowed(candidate)
            try await renew(proposal, with: renewed)
            throw ProposalError.changed(id: proposal.id, evidence: renewed.evidence.hash)
        }
        guard hash == evidence else { throw ProposalError.changed(id: proposal.id, evidence: hash) }
        CrashPoint.reach("approve.judged")
        try await store.review(proposal.id, review(.approve, reviewer, note, hash))
        CrashPoint.reach("approve.recorded")
        let approvals = try await store.reviews(of: proposal.id).filter { $0.verdict == .approve && $0.evidenceHash == hash }
        let approvers = Dictionary(approvals.map { ($0.reviewer, $0.reviewerName) }) { first, _ in first }.sorted { $0.key < $1.key }
        guard approvers.count >= policy.approvals else { return Decision(proposal: proposal, commit: nil) }
        let names = approvers.map { "\($1) (token \($0))" }
        let commit = try await land(candidate, of: proposal, decidedBy: "approvals=\(names.count)", approvers: names, policy: policy)
        return Decision(proposal: try await store.proposal(proposal.id), commit: commit.description)
    }

    /// Ends a proposal.
    package func reject(_ id: String, note: String?, by reviewer: TokenHolder) async throws -> Decision {
        try await turn.take { try await rejectInTurn(id, note, reviewer) }
    }

    private func rejectInTurn(_ id: String, _ note: String?, _ reviewer: TokenHolder) async throws -> Decision {
        let proposal = try await openProposal(id)
        try await store.review(proposal.id, review(.reject, reviewer, note, proposal.evidenceHash))
        CrashPoint.reach("reject.recorded")
        let closing = Proposal.Closing(at: time.now(), by: "\(reviewer.name) (token \(reviewer.id))", note: note)
        guard try await store.close(proposal.id, as: .rejected, closing) else {
            throw ProposalError.closed(id: proposal.id, state: try await store.proposal(proposal.id).state.rawValue)
        }
        CrashPoint.reach("reject.row.closed")
        await removeBranch(of: proposal)
        return Decision(proposal: try await store.proposal(proposal.id), commit: nil)
    }

    /// Says something of a proposal, open or closed, and decides nothing.
    package func comment(_ id: String, note: String, by reviewer: TokenHolder) async throws -> Decision {
        let proposal = try await store.proposal(id)
        try await store.review(proposal.id, review(.comment, reviewer, note, proposal.evidenceHash))
        return Decision(proposal: proposal, commit: nil)
    }

    /// What the policy makes of an open proposal now.
    package func decision(on id: String, policy: ChangePolicy) async throws -> PolicyDecision {
        try await turn.take {
            try await loadInTurn()
            let candidate = try await candidateNow(of: try await openProposal(id), policy: policy)
            return PolicyDecision(on: candidate.evidence, by: policy)
        }
    }

    func openProposal(_ id: String) async throws -> Proposal {
        let proposal = try await store.proposal(id)
        guard proposal.state == .open else { throw ProposalError.closed(id: proposal.id, state: proposal.state.rawValue) }
        guard proposal.expiresAt > time.now() else {
            try await expire(proposal)
            throw ProposalError.closed(id: proposal.id, state: Proposal.State.expired.rawValue)
        }
        return proposal
    }

    private func expire(_ proposal: Proposal) async throws {
        _ = try await store.close(proposal.id, as: .expired, Proposal.Closing(at: proposal.expiresAt, by: "ratchet"))
        CrashPoint.reach("expire.row.closed")
        await removeBranch(of: proposal)
    }

    /// Closes the proposals whose time is over.
    func expireOverdue() async throws {
        for proposal in try await openProposals() where proposal.expiresAt <= time.now() { try await expire(proposal) }
    }

    /// The proposal laid over what is live now, and played on the runs that its evidence names. One whose files have changed meanwhile is closed as stale.
    func candidateNow(of proposal: Proposal, policy: ChangePolicy) async throws -> Candidate {
        if let tip = try await tip(of: proposal) {
            let candidate = try await candidate(from: tip, policy: policy).0
            if let problem = candidate.problems.first { throw ProposalError.unfit(id: proposal.id, problem: "\(problem)") }
            return try await shadowed(candidate, as: try JSON(parsing: proposal.evidence))
        }
        var set = try ChangeSet(changes: try JSON(parsing: proposal.changes), reason: proposal.reason, model: proposal.model)
        set.origin = try proposal.origin.flatMap { Origin(try JSON(parsing: $0)) }
        do {
            let untested = Self.untested(Scope(rawValue: proposal.proposer.scope) ?? .agent)
            let candidate = try await candidate(for: set, untested: untested, policy: policy)
            if let problem = candidate.problems.first { throw ProposalError.unfit(id: proposal.id, problem: "\(problem)") }
            return try await shadowed(candidate, as: try JSON(parsing: proposal.evidence))
        } catch ProposalError.staleBase(let path, let current) {
            _ = try await store.close(proposal.id, as: .stale, Proposal.Closing(at: time.now(), by: "ratchet", note: "\(path) changed meanwhile"))
            CrashPoint.reach("stale.row.closed")
            await removeBranch(of: proposal)
            throw ProposalError.staleBase(path: path, current: current)
        }
    }

    private func review(_ verdict: Review.Verdict, _ reviewer: TokenHolder, _ note: String?, _ hash: String) -> Review {
        Review(verdict: verdict, reviewer: reviewer.id, reviewerName: reviewer.name, note: note, evidenceHash: hash, at: time.now())
    }
}
