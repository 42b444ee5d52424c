import CivilTime
import CrashPoints
import Engine
import Git
import Logging
import JSON
import SkillLanguage
package import Store
package import Workspace

extension Registry {
    /// How long a proposal waits for a decision.
    static var proposalLifetime: Duration { .seconds(7 * 24 * 3600) }
    /// How many proposals of one token may wait.
    static var mostOpenProposals: Int { 20 }

    /// Checks and tests a change set on what is live. What passes goes live when the policy says so, else it waits for people, as a signed
    /// commit on a branch below `proposals/`; an open proposal of the same token for one of the files is superseded.
    ///
    /// Nothing is recorded in a dry run, and nothing of what the checks reject or what changes nothing.
    package func propose(
        _ set: ChangeSet, by proposer: TokenHolder, policy: ChangePolicy, dryRun: Bool = false
    ) async throws -> ProposalResult {
        guard let scope = Scope(rawValue: proposer.scope), policy.propose.contains(scope) else {
            throw ProposalError.notAllowed(scope: proposer.scope)
        }
        return try await turn.take { try await proposeInTurn(set, proposer, scope, policy, dryRun) }
    }

    private func proposeInTurn(
        _ set: ChangeSet, _ proposer: TokenHolder, _ scope: Scope, _ policy: ChangePolicy, _ dryRun: Bool
    ) async throws -> ProposalResult {
        try await loadInTurn()
        let candidate = try await shadowed(try await candidate(for: set, untested: Self.untested(scope), policy: policy))
        let decision = PolicyDecision(on: candidate.evidence, by: policy)
        func result(_ status: ProposalResult.Status, _ id: String? = nil, _ commit: CommitID? = nil) -> ProposalResult {
            ProposalResult(
                status: status, proposal: id, commit: commit?.description, evidence: candidate.evidence, decision: decision,
                problems: candidate.problems, isDryRun: dryRun)
        }
        guard candidate.problems.isEmpty else { return result(.rejected) }
        guard !candidate.isUnchanged else { return result(.unchanged) }
        guard !dryRun else { return result(decision.outcome == .live ? .live : .pending) }
        CrashPoint.reach("propose.checked")
        if decision.outcome == .live { try requireLive() }
        try await expireOverdue()
        let proposal = try await open(set, candidate, by: proposer, isWaiting: decision.outcome == .pending)
        guard decision.outcome == .live else { return result(.pending, proposal.id) }
        let decidedBy = "policy auto_approve=\(policy.autoApprove.rawValue)"
        let landed = try await land(candidate, of: proposal, decidedBy: decidedBy, approvers: [], policy: policy)
        return result(.live, proposal.id, landed)
    }

    /// Branches that no test takes are errors where an agent proposes.
    static func untested(_ scope: Scope) -> Finding.Severity { scope == .agent ? .error : .warning }

    /// - Parameters:
    ///   - paths: what it changes, where the set does not say.
    ///   - isWaiting: whether it gets a branch; what lands at once has none to be looked at.
    func open(
        _ set: ChangeSet, _ candidate: Candidate, by proposer: TokenHolder, paths: [String]? = nil, most: Int = mostOpenProposals,
        isWaiting: Bool = true
    ) async throws -> Proposal {
        let now = time.now()
        let changes = set.json.bytes(.compact)
        let id = freshID(at: now, changes + Array(proposer.id.utf8))
        let name = candidate.merge == nil ? set.entries.first?.name ?? "change" : "main"
        let branch = try RefName("refs/heads/proposals/\(name)-\(id.suffix(12))")
        let commit = try await commit(candidate, of: id, reason: set.reason, model: set.model, by: proposer)
        CrashPoint.reach("propose.commit.written")
        if isWaiting { try await repository.update(branch, from: nil, to: commit, by: attribution, reason: "proposal \(id)") }
        CrashPoint.reach("propose.branch.made")
        var proposal = Proposal(
            id: id, paths: paths ?? set.entries.map(\.path), changes: changes, reason: set.reason, proposer: proposer, model: set.model,
            baseCommit: candidate.base.description, commit: commit.description, branch: branch.description,
            evidence: candidate.evidence.json.bytes(.compact), evidenceHash: candidate.evidence.hash, openedAt: now,
            expiresAt: now + Self.proposalLifetime)
        proposal.origin = set.origin?.json.bytes(.compact)
        proposal.callKey = set.origin?.call
        switch try await store.open(proposal, most: most) {
        case .full(let open):
            if isWaiting { try await repository.delete(branch, from: commit) }
            throw ProposalError.tooMany(open: open)
        case .admitted(let superseded):
            CrashPoint.reach("propose.row.opened")
            for old in superseded {
                await removeBranch(of: old)
                CrashPoint.reach("propose.superseded")
            }
            return proposal
        }
    }

    /// A candidate as a signed commit that nothing refers to yet.
    func commit(
        _ candidate: Candidate, of id: String, reason: String, model: String?, by proposer: TokenHolder, editors: [TokenHolder] = []
    ) async throws -> CommitID {
        let message = CommitMessage(
            subject: "Propose \(candidate.title)", body: reason,
            trailers: try trailers(candidate.evidence, proposal: id, proposer: proposer, model: model, editors: editors))
        return try await repository.commit(
            on: candidate.base, merging: candidate.merge.map { [$0.tip] } ?? [], tree: candidate.merge?.tree, changes: candidate.changes,
            message: message.text, author: try author(proposer), committer: attribution, sign: key.signer)
    }

    /// Gives an open proposal the candidate and the evidence of now. Approvals of the earlier evidence count no more.
    func renew(_ proposal: Proposal, with candidate: Candidate) async throws {
        let commit = try await commit(
            candidate, of: proposal.id, reason: proposal.reason, model: proposal.model, by: proposal.proposer,
            editors: try await store.editors(of: proposal.id))
        CrashPoint.reach("renew.commit.written")
        let branch = try RefName(proposal.branch)
        try await repository.update(
            branch, from: try await repository.commit(at: branch), to: commit, by: attribution, reason: "proposal \(proposal.id) on what is live now")
        CrashPoint.reach("renew.branch.moved")
        _ = try await store.renew(
            proposal.id, commit: commit.description, baseCommit: candidate.base.description, evidence: candidate.evidence.json.bytes(.compact),
            hash: candidate.evidence.hash)
        CrashPoint.reach("renew.row.written")
    }

    /// The branch of a proposal that is closed. What it held is in the database.
    func removeBranch(of proposal: Proposal) async {
        do {
            let branch = try RefName(proposal.branch)
            if let commit = try await repository.commit(at: branch) { try await repository.delete(branch, from: commit) }
        } catch {
            logger.warning("the branch of a closed proposal stays", metadata: ["branch": "\(proposal.branch)", "error": "\(error)"])
        }
    }

    /// Unlike any other: the time, the content, and how many came before in this process are in it.
    func freshID(at now: Instant, _ content: [UInt8]) -> String {
        let hash = ContentHash.of(content + Array(" \(now.milliseconds) \(nextNumber())".utf8))
        func word(_ text: Substring) -> UInt64 { UInt64(text, radix: 16) ?? 0 }
        return UUIDv7.text(at: now, random: (word(hash.prefix(16)), word(hash.dropFirst(16).prefix(16))))
    }

    func author(_ holder: TokenHolder) throws -> Attribution {
        try Attribution(name: holder.name, email: holder.outsideEmail ?? "\(holder.scope)@localhost", time: time.now())
    }

    /// As trailers and rows name somebody.
    static func named(_ holder: TokenHolder) -> String {
        "\(holder.name) (\(holder.scope), \(holder.outsideEmail ?? "token \(holder.id)"))"
    }

    /// What a commit says of its origin, for people and for stock git.
    func trailers(
        _ evidence: Evidence, proposal: String, proposer: TokenHolder, model: String?, editors: [TokenHolder]
    ) throws -> [Trailer] {
        var trailers = try versionTrailers(evidence)
        trailers.append(try Trailer("Ratchet-Author", Self.named(proposer)))
        for editor in editors { trailers.append(try Trailer("Ratchet-Editor", Self.named(editor))) }
        if let model { trailers.append(try Trailer("Ratchet-Model", model)) }
        trailers.append(try Trailer("Ratchet-Proposal", proposal))
        trailers.append(try Trailer("Ratchet-Evidence", evidence.hash))
        for change in evidence.changes {
            if let shadow = change.shadow, !shadow.runs.isEmpty { trailers.append(try Trailer("Ratchet-Shadow", "\(change.name) \(shadow.hash)")) }
        }
        if let origin = evidence.origin {
            trailers.append(try Trailer("Ratchet-Run", "\(origin.run) of \(origin.skill) \(origin.version) \(origin.versionID)"))
            if origin.isTainted { trailers.append(try Trailer("Ratchet-Taint", origin.taint.joined(separator: ", "))) }
        }
        return trailers
    }

    /// Which version of what a commit brings.
    func versionTrailers(_ evidence: Evidence) throws -> [Trailer] {
        var trailers: [Trailer] = []
        for change in evidence.changes {
            trailers.append(try Trailer(WorkspaceLayout.skillName(atPath: change.path) == nil ? "Ratchet-Loop" : "Ratchet-Skill", change.name))
            let version = change.kind == .removed ? "removed" : [change.label?.description, change.version].compactMap { $0 }.joined(separator: " ")
            trailers.append(try Trailer("Ratchet-Version", version))
        }
        return trailers
    }
}
