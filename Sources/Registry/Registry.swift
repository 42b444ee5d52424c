package import CivilTime
package import Engine
package import Git
package import JSON
package import Logging
package import SkillLanguage
package import Store
import Synchronization
package import Workspace

/// What is live: an immutable snapshot of the commit on `refs/ratchet/live`, swapped as a whole.
///
/// A file that cannot be used keeps the last good version of what it names in service and is listed among the problems; runs under
/// way keep what they pinned in any case.
package final class Registry: SkillSource {
    package let repository: Repository
    let store: any Store
    let zones: ZoneDirectory
    let time: any TimeSource
    let logger: Logger
    /// Signs every commit that is written here.
    let key: SigningKey
    /// Decisions on proposals, one after the other. Other processes are held off by the live ref's compare-and-swap.
    let turn = Turn()
    let liveRef: RefName
    let mainRef: RefName
    private let state = Mutex(State())

    private struct State {
        var snapshot = Snapshot.empty
        /// Versions that are not live and were asked for, by id.
        var loaded: [String: PublishedSkill] = [:]
        var listeners: [AsyncStream<Snapshot>.Continuation] = []
        var number = 0
        var troubles: [RepositoryTrouble.Kind: RepositoryTrouble] = [:]
        var quarantined: CommitID?
        var debt: Debt?
        var sight: Sight?
        var filed: [RepositoryTrouble]?
    }

    package init(
        repository: Repository, store: any Store, zones: ZoneDirectory, key: SigningKey, time: any TimeSource, logger: Logger
    ) throws(GitError) {
        self.key = key
        self.repository = repository
        self.store = store
        self.zones = zones
        self.time = time
        self.logger = logger
        liveRef = try RefName(WorkspaceLayout.liveRef)
        mainRef = try RefName(WorkspaceLayout.mainRef)
    }

    package var snapshot: Snapshot { state.withLock(\.snapshot) }

    /// 1, 2, 3 and so on: never the same twice in this process.
    func nextNumber() -> Int {
        state.withLock { state in
            state.number += 1
            return state.number
        }
    }

    /// Each snapshot from now on, the present one first. Only the newest is kept for a slow listener.
    package func snapshots() -> AsyncStream<Snapshot> {
        let (stream, continuation) = AsyncStream.makeStream(of: Snapshot.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.listeners.append(continuation)
            continuation.yield(state.snapshot)
        }
        return stream
    }

    func serve(_ contents: CommitReader.Contents, at commit: CommitID) {
        let last = snapshot
        var skills: [String: PublishedSkill] = [:]
        for (name, reading) in contents.skills {
            skills[name] = reading.document.value.map { publish($0, at: commit, last: last.skills[name]) } ?? last.skills[name]
        }
        var loops: [String: LoopDocument] = [:]
        for (name, reading) in contents.loops { loops[name] = reading.document.value ?? last.loops[name] }
        let next = Snapshot(commit: commit, skills: skills, loops: loops, problems: contents.problems)
        state.withLock { state in
            state.snapshot = next
            for listener in state.listeners { listener.yield(next) }
        }
    }

    /// A skill that is live already keeps the commit that published it.
    private func publish(_ skill: Skill, at commit: CommitID, last: PublishedSkill?) -> PublishedSkill {
        let label = skill.version ?? SemanticVersion(0, 1, 0)
        let id = Published.id(of: skill.document, label: label)
        if let last, last.id == id { return last }
        return PublishedSkill(skill: skill, id: id, label: label, commit: commit.description)
    }

    // MARK: troubles

    /// What is wrong with the repository, in the order of the kinds.
    package var troubles: [RepositoryTrouble] {
        let found = state.withLock(\.troubles)
        return RepositoryTrouble.Kind.allCases.compactMap { found[$0] }
    }

    /// The commit on the live ref that is not loaded.
    var quarantined: CommitID? { state.withLock(\.quarantined) }

    func setQuarantined(_ commit: CommitID?) { state.withLock { $0.quarantined = commit } }

    /// What the working tree is behind by.
    var debt: Debt? { state.withLock(\.debt) }

    func setDebt(_ debt: Debt?) { state.withLock { $0.debt = debt } }

    /// What `look` saw when it last looked to the end.
    var sight: Sight? { state.withLock(\.sight) }

    func setSight(_ sight: Sight?) { state.withLock { $0.sight = sight } }

    /// The troubles that incidents are open for; nil before that was looked up.
    var filed: [RepositoryTrouble]? { state.withLock(\.filed) }

    func setFiled(_ troubles: [RepositoryTrouble]) { state.withLock { $0.filed = troubles } }

    /// Replaces what is known about some kinds of trouble. What is new is logged, once.
    func note(_ trouble: RepositoryTrouble?, about kinds: [RepositoryTrouble.Kind]) {
        let isNew = state.withLock { state in
            let isNew = trouble.map { state.troubles[$0.kind] != $0 } ?? false
            for kind in kinds { state.troubles[kind] = nil }
            if let trouble { state.troubles[trouble.kind] = trouble }
            return isNew
        }
        if isNew, let trouble { logger.error("\(trouble.message)", metadata: ["advice": "\(trouble.advice)"]) }
    }

    // MARK: skill source

    package var names: [String] { Array(snapshot.skills.keys) }

    package func live(_ name: String) -> PublishedSkill? { snapshot.skills[name] }

    package func version(_ id: String) async throws -> PublishedSkill? {
        let known = state.withLock { state in state.snapshot.skills.values.first { $0.id == id } ?? state.loaded[id] }
        if let known { return known }
        let stored = try await store.version(id)
        guard let label = SemanticVersion(stored.label) else { return nil }
        let skill = try SkillDecoder.decode(try JSON(parsing: stored.document))
        let published = PublishedSkill(skill: skill, id: id, label: label, commit: stored.commit)
        state.withLock { $0.loaded[id] = published }
        return published
    }
}

/// The identity of a published version.
package enum Published {
    /// SHA-256 of the compact canonical document with its version set.
    package static func id(of document: JSON, label: SemanticVersion) -> String {
        var document = document.object ?? [:]
        document["version"] = .string(label.description)
        return ContentHash.of(.object(document))
    }
}
