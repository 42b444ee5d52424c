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
    /// Whatever changes what is live, one after the other, so that snapshots follow each other as their commits do. Other processes are held
    /// off by the live ref's compare-and-swap.
    let turn = Turn()
    let liveRef: RefName
    let mainRef: RefName
    /// What was seen of the repository by now.
    let observation = Mutex(Observation())
    private let state = Mutex(State())

    private struct State {
        var snapshot = Snapshot.empty
        var standing = Standing.nothing
        var retired = Retired()
        /// Versions that are not live and were asked for, by id.
        var loaded: [String: PublishedSkill] = [:]
        var listeners: [AsyncStream<Snapshot>.Continuation] = []
        var number = 0
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

    /// What is known of removals by now.
    var retiredSoFar: Retired {
        get { state.withLock(\.retired) }
        set { state.withLock { $0.retired = newValue } }
    }

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

    /// What was read of the live commit.
    var contentsNow: CommitReader.Contents { state.withLock(\.standing.contents) }

    var reader: CommitReader { CommitReader(repository: repository, zones: zones) }

    /// What is live and what is known of it. The first look at a commit that was not landed here checks how its files fit together.
    func standingNow() -> (live: Snapshot, standing: Standing) {
        let (live, standing) = state.withLock { ($0.snapshot, $0.standing) }
        guard standing.signatures == nil else { return (live, standing) }
        let check = CandidateCheck(standing.contents, live: live, standing: standing)
        guard check.problems.isEmpty else { return (live, standing) }
        let known = Standing(contents: standing.contents, signatures: check.signatures)
        state.withLock { if $0.snapshot.commit == live.commit { $0.standing = known } }
        return (live, known)
    }

    /// Swaps the snapshot: the one moment at which new runs begin to use what is in it.
    /// - Parameter signatures: of all skills, when they and the loops were found to fit together.
    func serve(_ contents: CommitReader.Contents, at commit: CommitID, fitting signatures: LiveSkills?) {
        let (last, standing) = state.withLock { ($0.snapshot, $0.standing) }
        var skills: [String: PublishedSkill] = [:]
        for (name, reading) in contents.skills {
            if let same = last.skills[name], standing.hasSameSkill(name, as: contents) {
                skills[name] = same
            } else {
                skills[name] = reading.document.value.map { publish($0, at: commit, last: last.skills[name]) } ?? last.skills[name]
            }
        }
        var loops: [String: LoopDocument] = [:]
        for (name, reading) in contents.loops { loops[name] = reading.document.value ?? last.loops[name] }
        let next = Snapshot(commit: commit, skills: skills, loops: loops, problems: contents.problems)
        state.withLock { state in
            state.snapshot = next
            state.standing = Standing(contents: contents, signatures: signatures)
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

    // MARK: skill source

    package var names: [String] { Array(snapshot.skills.keys) }

    package func live(_ name: String) -> PublishedSkill? { snapshot.skills[name] }

    package var still: any SkillSource { snapshot }

    package func version(_ id: String) async throws -> PublishedSkill? {
        let known = state.withLock { state in state.snapshot.version(id) ?? state.loaded[id] }
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
