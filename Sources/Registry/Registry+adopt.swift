import CrashPoints
import Engine
package import Git
import JSON
import Logging
import SkillLanguage
package import Store
package import Workspace

/// Making a person's own commit live in one step.
extension Registry {
    /// Checks and tests what a commit holds, then moves `refs/ratchet/live` to a signed commit that holds it, while everything runs. All or
    /// nothing: one problem anywhere and the live commit stays. A skill whose version was left as it is gets the least label its change allows.
    /// A live ref that is in quarantine, or gone, is replaced; so this is also how it is put right.
    /// - Parameters:
    ///   - commit: a full id; nil takes the tip of `main`.
    ///   - holder: who adopts.
    package func adopt(
        _ commit: CommitID? = nil, by holder: TokenHolder? = nil, policy: ChangePolicy = ChangePolicy(), dryRun: Bool = false
    ) async throws -> Adoption {
        try await turn.take { try await adoptInTurn(commit, holder, policy, dryRun) }
    }

    private func adoptInTurn(_ commit: CommitID?, _ holder: TokenHolder?, _ policy: ChangePolicy, _ dryRun: Bool) async throws -> Adoption {
        try await load()
        let live = snapshot.commit
        let held = try await repository.commit(at: liveRef)
        let main = try await repository.commit(at: mainRef)
        guard let target = commit ?? main else { throw AdoptionError.noCommit("main") }
        if let live, try await !leads(target, to: live) { throw AdoptionError.behindLive }
        let (candidate, check) = try await candidate(from: target, policy: policy)
        func adoption(_ commit: CommitID, _ problems: [FileProblem] = []) -> Adoption {
            Adoption(previous: live, commit: commit, changes: check.changes, problems: problems, isDryRun: dryRun)
        }
        guard candidate.problems.isEmpty, !dryRun else { return adoption(target, candidate.problems) }
        CrashPoint.reach("adopt.checked")
        guard candidate.changes.isEmpty || target == main else {
            return adoption(
                target,
                candidate.changes.map { change in
                    let hint = "raise it in the commit, or adopt main"
                    return FileProblem(path: change.path, finding: Finding("E60", "/version", "the version is the live one", hint: hint))
                })
        }
        let proposals = try await outsideProposals([.open])
        var next = target
        let isSealed = try await attestation.flaw(of: target) == nil
        if !isSealed || !candidate.changes.isEmpty {
            next = try await seal(candidate, target, settling: try await proposals.asyncFirst { try await tip(of: $0) == target }, by: holder, policy)
        }
        CrashPoint.reach("adopt.live.before")
        do {
            if next != held { try await repository.update(liveRef, from: held, to: next, by: attribution, reason: "adopt") }
        } catch GitError.refMoved {
            throw AdoptionError.liveMoved
        }
        CrashPoint.reach("adopt.live.moved")
        if next != live { serve(candidate.contents, at: next) }
        CrashPoint.reach("adopt.snapshot.swapped")
        try await load()
        await remember(next)
        await bringMain(to: next)
        for proposal in proposals {
            guard let tip = try await tip(of: proposal), try await repository.isAncestor(tip, of: next) else { continue }
            let closing = Proposal.Closing(
                at: time.now(), by: holder.map(Self.named) ?? "owner", landedCommit: next.description, note: "adopted")
            _ = try await store.close(proposal.id, as: .live, closing)
            await removeBranch(of: proposal)
        }
        return adoption(next)
    }

    /// The signed commit that says that a person's commit was adopted, by whom, and what it brought.
    private func seal(
        _ candidate: Candidate, _ target: CommitID, settling proposal: Proposal?, by holder: TokenHolder?, _ policy: ChangePolicy
    ) async throws -> CommitID {
        let author = try await outsider(target)
        var trailers = try versionTrailers(candidate.evidence)
        trailers.append(try Trailer("Ratchet-Author", Self.named(author)))
        trailers.append(try Trailer("Ratchet-Adopts", target.description))
        if let proposal { trailers.append(try Trailer("Ratchet-Proposal", proposal.id)) }
        trailers.append(try Trailer("Ratchet-Policy", "adopted by the owner"))
        if let holder { trailers.append(try Trailer("Ratchet-Approver", Self.named(holder))) }
        let title = candidate.evidence.changes.isEmpty ? target.short : candidate.title
        let message = CommitMessage(subject: "Adopt \(title)", trailers: trailers)
        let commit = try await repository.commit(
            on: candidate.base, merging: candidate.merge.map { [$0.tip] } ?? [], tree: candidate.merge?.tree, changes: candidate.changes,
            message: message.text, author: attribution, sign: key.signer)
        CrashPoint.reach("adopt.committed")
        return commit
    }

    var attribution: Attribution {
        get throws { try Attribution(name: "Ratchet", email: "ratchet@localhost", time: time.now()) }
    }
}
