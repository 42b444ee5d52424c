import CivilTime
import CrashPoints
import Engine
import Git
import Logging
import SkillLanguage
import Store
import Workspace

extension Registry {
    /// Makes a candidate live: a signed commit on top of what is live, then the live ref by compare-and-swap, which is the one point at which
    /// it is. Branch `main`, the snapshot and the row follow; a crash in between is repaired by `repair()`.
    ///
    /// When something else went live since the candidate was made, it is made again; what differs then is refused.
    func land(
        _ candidate: Candidate, of proposal: Proposal, decidedBy decision: String, approvers: [String], policy: ChangePolicy
    ) async throws -> CommitID {
        do {
            return try await landOnce(candidate, of: proposal, decidedBy: decision, approvers: approvers, policy: policy)
        } catch GitError.refMoved(liveRef, _) {
            try await loadInTurn()
            let again = try await candidateNow(of: proposal, policy: policy)
            let hash = again.evidence.hash
            guard hash == candidate.evidence.hash else { throw ProposalError.changed(id: proposal.id, evidence: hash) }
            return try await landOnce(again, of: proposal, decidedBy: decision, approvers: approvers, policy: policy)
        }
    }

    private func landOnce(
        _ candidate: Candidate, of proposal: Proposal, decidedBy decision: String, approvers: [String], policy: ChangePolicy
    ) async throws -> CommitID {
        var trailers = try trailers(
            candidate.evidence, proposal: proposal.id, proposer: proposal.proposer, model: proposal.model,
            editors: try await store.editors(of: proposal.id))
        trailers.append(try Trailer("Ratchet-Policy", "\(decision) \(policy.hash)"))
        for approver in approvers { trailers.append(try Trailer("Ratchet-Approver", approver)) }
        let message = CommitMessage(subject: candidate.subject, body: proposal.reason, trailers: trailers)
        let commit = try await publish(
            candidate.changes, on: candidate.base, merge: candidate.merge, contents: candidate.contents, fitting: candidate.signatures,
            message: message, author: try author(proposal.proposer))
        let deciders = approvers.isEmpty ? "policy" : approvers.joined(separator: ", ")
        let closing = Proposal.Closing(at: time.now(), by: deciders, landedCommit: commit.description)
        _ = try await store.close(proposal.id, as: .live, closing)
        CrashPoint.reach("land.row.closed")
        await removeBranch(of: proposal)
        CrashPoint.reach("land.branch.removed")
        return commit
    }

    /// The commit, the ref, `main`, the snapshot.
    func publish(
        _ changes: [Git.Change], on base: CommitID, merge: Candidate.Merge? = nil, contents: CommitReader.Contents,
        fitting signatures: LiveSkills, message: CommitMessage, author: Attribution
    ) async throws -> CommitID {
        try requireLive()
        let commit = try await repository.commit(
            on: base, merging: merge.map { [$0.tip] } ?? [], tree: merge?.tree, changes: changes, message: message.text, author: author,
            committer: attribution, sign: key.signer)
        CrashPoint.reach("publish.commit.written")
        let contents = try await reader.committed(contents, at: commit)
        try await repository.update(liveRef, from: base, to: commit, by: attribution, reason: message.subject)
        CrashPoint.reach("publish.live.moved")
        serve(contents, at: commit, fitting: signatures)
        CrashPoint.reach("publish.snapshot.swapped")
        await remember(commit)
        await bringMain(to: commit)
        CrashPoint.reach("publish.main.followed")
        return commit
    }

    /// Finishes what a crash cut short: the live ref is the truth, and `main`, the rows of proposals and their branches follow it. Call at
    /// start, after `load()`. A second call changes nothing.
    package func repair() async throws {
        await repository.removeLeftLocks(on: [liveRef, mainRef, Self.servedRef], below: Self.branches)
        guard let live = snapshot.commit else { return }
        await remember(live)
        await bringMain(to: live, wasKilled: true)
        CrashPoint.reach("repair.main.followed")
        var open: [RefName: Proposal] = [:]
        for proposal in try await openProposals() {
            if let landed = try await landing(of: proposal, in: live) {
                let closing = Proposal.Closing(at: time.now(), by: "ratchet", landedCommit: landed.description, note: "completed at start")
                _ = try await store.close(proposal.id, as: .live, closing)
                CrashPoint.reach("repair.row.closed")
            } else {
                open[try RefName(proposal.branch)] = proposal
            }
        }
        for reference in try await repository.references(prefix: Self.branches) where open.removeValue(forKey: reference.name) == nil {
            // A person's own branch of that name has no such trailer.
            guard try await repository.commit(reference.commit).parsedMessage.trailer("Ratchet-Proposal") != nil else { continue }
            try await repository.delete(reference.name, from: reference.commit)
            CrashPoint.reach("repair.branch.removed")
        }
        for (branch, proposal) in open { await remakeBranch(branch, of: proposal) }
    }

    /// For one that was to land at once, or whose branch somebody removed. What it would do is in the database in any case.
    private func remakeBranch(_ branch: RefName, of proposal: Proposal) async {
        guard let commit = CommitID(proposal.commit) else { return }
        do {
            try await repository.update(branch, from: nil, to: commit, by: attribution, reason: "proposal \(proposal.id)")
        } catch {
            logger.warning("an open proposal has no branch", metadata: ["proposal": "\(proposal.id)", "error": "\(error)"])
        }
    }

    private static var branches: String { "refs/heads/proposals/" }

    func openProposals() async throws -> [Proposal] {
        var all: [Proposal] = []
        var cursor: Cursor?
        repeat {
            let page = try await store.proposals([.open], proposer: nil, after: cursor, limit: 200)
            all += page.items
            cursor = page.next
        } while cursor != nil
        return all
    }

    private func landing(of proposal: Proposal, in live: CommitID) async throws -> CommitID? {
        guard let base = CommitID(proposal.baseCommit) else { return nil }
        let since = try await repository.history(from: live, excluding: [base], limit: 10_000)
        for commit in since where commit.isSigned && commit.parsedMessage.trailer("Ratchet-Proposal") == proposal.id {
            if try await attestation.flaw(of: commit.id) == nil { return commit.id }
        }
        return nil
    }
}
