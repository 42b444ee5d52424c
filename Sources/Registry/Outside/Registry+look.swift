import Git
import Logging
import Store
import Synchronization
package import Workspace

extension Registry {
    private static var aboutMain: [RepositoryTrouble.Kind] { [.mainMissing, .mainUnrelated, .mainBehind, .mainDiverged] }

    /// Looks at the repository as it is now: serves what the live ref names, proposes what somebody committed on `main`, brings `main` along where
    /// that could not be done before, and files what a person has to put right. Costs little when nothing has changed. Call again and again.
    package func look(policy: ChangePolicy) async {
        do {
            try await load()
            if try await isNews { try await turn.take { try await lookAtMain(policy) } }
            note(nil, about: [.unreadable])
        } catch {
            note(
                RepositoryTrouble(
                    kind: .unreadable, message: "the repository cannot be read: \(error)",
                    advice: "run `git fsck`; what is live stays live meanwhile"),
                about: [.unreadable])
        }
        await settleIncidents()
    }

    private var isNews: Bool {
        get async throws {
            if isMainHeldUp { return true }
            return try await sightNow() != observation.withLock(\.sight)
        }
    }

    private func sightNow() async throws(GitError) -> Observation.Sight {
        let main = try await repository.commit(at: mainRef)
        let isDetached = if case .detached = try await repository.head() { true } else { false }
        return Observation.Sight(main: main, live: snapshot.commit, isDetached: isDetached)
    }

    private func lookAtMain(_ policy: ChangePolicy) async throws {
        if isMainHeldUp, let live = snapshot.commit { await bringMain(to: live) }
        let seen = try await sightNow()
        note(seen.isDetached ? Self.detached : nil, about: [.headDetached])
        if let live = seen.live {
            if let main = seen.main {
                try await compare(main, with: live, policy)
            } else {
                note(Self.noMain(live), about: Self.aboutMain)
            }
        }
        observation.withLock { $0.sight = seen }
    }

    private func compare(_ main: CommitID, with live: CommitID, _ policy: ChangePolicy) async throws {
        if try await repository.isAncestor(main, of: live) {
            note(main == live || isMainHeldUp ? nil : Self.behind(main, live), about: Self.aboutMain)
            return try await withdrawOutside("main does not have it any more")
        }
        guard let base = try await repository.mergeBase(live, main) else { return note(Self.unrelated(main, live), about: Self.aboutMain) }
        let isAhead = try await leads(main, to: live)
        note(isAhead ? nil : Self.diverged(main, live), about: Self.aboutMain)
        let paths = try await documents(from: base, to: main)
        // What Ratchet wrote itself, another clone's landings among it, was decided on already.
        let isOwn = try await attestation.flaw(of: main) == nil
        if paths.isEmpty || isOwn { return try await withdrawOutside("main has nothing new any more") }
        do {
            try await proposeOutside(main, paths: paths, policy: policy)
        } catch let error as ProposalError {
            note(Self.diverged(main, live, "\(error)"), about: Self.aboutMain)
        }
    }

    /// The documents of skills and loops that differ, whichever of their files does.
    private func documents(from old: CommitID, to new: CommitID) async throws(GitError) -> [String] {
        let paths = try await repository.changedPaths(from: old, to: new, paths: ["skills", "cron"]).map(\.path)
        return Set(
            paths.map { path in
                let parts = path.split(separator: "/")
                return parts.count > 2 && parts[0] == "skills" ? WorkspaceLayout.skillPath(String(parts[1])) : path
            }
        ).sorted()
    }

    // MARK: what is said of it

    private static let detached = RepositoryTrouble(
        kind: .headDetached, message: "HEAD is detached: no commit that is made there is seen", advice: "`git switch main`")

    private static func noMain(_ live: CommitID) -> RepositoryTrouble {
        RepositoryTrouble(
            kind: .mainMissing, message: "branch main is gone; \(live.short) stays live, and nothing committed is seen",
            advice: "`git branch main \(WorkspaceLayout.liveRef)` makes it again")
    }

    private static func unrelated(_ main: CommitID, _ live: CommitID) -> RepositoryTrouble {
        RepositoryTrouble(
            kind: .mainUnrelated, message: "main is at \(main.short), which has no history in common with \(live.short); that one stays live",
            advice: "`git branch --force main \(WorkspaceLayout.liveRef)` takes main back; commit what you want on top of it")
    }

    private static func behind(_ main: CommitID, _ live: CommitID) -> RepositoryTrouble {
        RepositoryTrouble(
            kind: .mainBehind, message: "main is at \(main.short), behind what is live, \(live.short), which stays live",
            advice: "`git merge --ff-only \(WorkspaceLayout.liveRef)` on main takes it along; `ratchet skills rollback` takes a version back")
    }

    private static func diverged(_ main: CommitID, _ live: CommitID, _ problem: String? = nil) -> RepositoryTrouble {
        RepositoryTrouble(
            kind: .mainDiverged,
            message: "main, at \(main.short), does not have all of what is live, \(live.short)" + (problem.map { ": \($0)" } ?? "; that stays live"),
            advice: "`git merge \(WorkspaceLayout.liveRef)` on main")
    }
}
