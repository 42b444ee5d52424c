import Engine
import Git
import Logging
import SkillLanguage
import Synchronization
import Workspace

extension Registry {
    /// What was served last. It is only where to look when the live ref is of no use: what it names has to be attested like anything else.
    static var servedRef: RefName { "refs/ratchet/served" }

    package var attestation: Attestation { Attestation(repository: repository, key: key) }

    /// Serves what the live ref holds now, if Ratchet put it there. Anything else is quarantined: what was live stays so, or, at the start of a
    /// process, what was served last; `troubles` says why and what to do. Call at start, and whenever the ref may have moved.
    package func load() async throws {
        let held = try await repository.commit(at: liveRef)
        guard held == nil || held != snapshot.commit || isLiveTroubled else { return }
        try await turn.take { try await loadInTurn() }
    }

    func loadInTurn() async throws {
        guard let held = try await repository.commit(at: liveRef) else { return try await quarantine(nil, Self.missing) }
        guard held != snapshot.commit else { return clearLive() }
        guard held != observation.withLock(\.quarantined) || snapshot.commit == nil else { return }
        do {
            if let flaw = try await attestation.flaw(of: held) {
                return try await quarantine(held) { Self.unattested(held, flaw, served: $0) }
            }
            serve(try await reader.contents(of: held, knowing: contentsNow), at: held, fitting: nil)
        } catch let error as GitError {
            return try await quarantine(held) { _ in Self.unreadable(held, error) }
        }
        clearLive()
        await remember(held)
        for problem in snapshot.problems { logger.error("a file of the live commit cannot be used", metadata: ["file": "\(problem)"]) }
    }

    /// Whether the live ref does not name what is live.
    private var isLiveTroubled: Bool { troubles.contains(where: \.kind.isAboutLive) }

    /// Nothing is put on top of a commit that is in quarantine.
    func requireLive() throws(ProposalError) {
        if let trouble = troubles.first(where: \.kind.isAboutLive) { throw .quarantined(trouble.message) }
    }

    /// Keeps a way back to what is live, also for git, which collects what nothing refers to.
    func remember(_ commit: CommitID) async {
        do {
            let before = try await repository.commit(at: Self.servedRef)
            guard before != commit else { return }
            try await repository.update(Self.servedRef, from: before, to: commit, by: attribution, reason: "served")
        } catch {
            logger.warning("the ref of what was served last stays where it is", metadata: ["error": "\(error)"])
        }
    }

    /// - Parameter trouble: told what is served.
    private func quarantine(_ held: CommitID?, _ trouble: (CommitID?) -> RepositoryTrouble) async throws {
        if snapshot.commit == nil { try await serveLastGood(before: held) }
        guard held != nil || snapshot.commit != nil else { return }
        let found = trouble(snapshot.commit)
        // What cannot be read may be readable the next time.
        observation.withLock { $0.quarantined = found.kind == .liveUnattested ? held : nil }
        note(found, about: RepositoryTrouble.Kind.allCases.filter(\.isAboutLive))
    }

    /// At the start of a process, when the live ref is of no use.
    private func serveLastGood(before held: CommitID?) async throws {
        var good = try await repository.commit(at: Self.servedRef)
        if let served = good, try await attestation.flaw(of: served) != nil { good = nil }
        if good == nil, let held { good = try? await attestation.nearest(to: held) }
        guard let good else { return }
        serve(try await reader.contents(of: good), at: good, fitting: nil)
    }

    /// The live ref names what is live.
    func clearLive() {
        observation.withLock { $0.quarantined = nil }
        note(nil, about: RepositoryTrouble.Kind.allCases.filter(\.isAboutLive))
    }

    // MARK: what is said of it

    private static func wayBack(_ served: CommitID?) -> String {
        let adopting = "`ratchet adopt` makes main live with a signed commit"
        guard let served else { return adopting }
        return adopting + "; `git update-ref \(WorkspaceLayout.liveRef) \(served)` puts back what is served"
    }

    private static func stays(_ served: CommitID?) -> String { served.map { "\($0.short) stays live" } ?? "nothing is live" }

    private static func unattested(_ held: CommitID, _ flaw: String, served: CommitID?) -> RepositoryTrouble {
        RepositoryTrouble(
            kind: .liveUnattested,
            message: "\(WorkspaceLayout.liveRef) is at \(held.short), which did not get there through Ratchet: it \(flaw). "
                + "It is not loaded; \(stays(served))",
            advice: "look at it with `git show \(held.short)`; " + wayBack(served))
    }

    private static func unreadable(_ held: CommitID, _ error: GitError) -> RepositoryTrouble {
        RepositoryTrouble(
            kind: .liveUnreadable, message: "the live commit \(held.short) cannot be read: \(error) What was live stays live",
            advice: "run `git fsck` and fetch what is missing from a clone")
    }

    private static func missing(served: CommitID?) -> RepositoryTrouble {
        RepositoryTrouble(kind: .liveMissing, message: "\(WorkspaceLayout.liveRef) is gone; \(stays(served))", advice: wayBack(served))
    }
}

extension CommitID {
    /// As people read it.
    var short: String { String(description.prefix(12)) }
}
