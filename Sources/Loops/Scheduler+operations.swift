package import CivilTime
import Engine
import Registry
import SkillLanguage
package import Store

/// What operators do with loops. None of it is a commit.
extension Scheduler {
    package func status() async throws -> [LoopStatus] {
        let records = Dictionary(try await store.loops().map { ($0.name, $0) }) { _, last in last }
        var all: [LoopStatus] = []
        for (name, loop) in registry.snapshot.loops.sorted(by: { $0.key < $1.key }) { all.append(try await status(of: loop, records[name])) }
        return all
    }

    package func status(of name: String) async throws -> LoopStatus {
        try await status(of: try loop(name), try await store.loops().first { $0.name == name })
    }

    private func status(of loop: LoopDocument, _ record: LoopRecord?) async throws -> LoopStatus {
        return LoopStatus(document: loop, record: record, lastFire: try await store.fires(of: loop.name, after: nil, limit: 1).items.first)
    }

    private func loop(_ name: String) throws -> LoopDocument {
        let loops = registry.snapshot.loops
        guard let loop = loops[name] else { throw LoopError.unknown(name, nearest: Nearest.name(to: name, among: loops.keys)) }
        return loop
    }

    /// Starts a run of the loop now, outside its schedule. The run counts as open like any other of the loop.
    /// - Parameter force: start although the overlap policy is `skip` and a run is open.
    package func trigger(_ name: String, force: Bool) async throws -> RunRecord {
        let loop = try loop(name)
        let open = loop.overlap == .skip && !force ? try await store.openRuns(ofLoop: name) : 0
        guard open == 0 else { throw LoopError.runOpen(loop: name, count: open) }
        return try await engine.start(StartRequest(skill: loop.skill, input: loop.input, trigger: .manual, loop: name))
    }

    /// Pausing a paused loop changes nothing.
    package func pause(_ name: String, by who: String, reason: String?) async throws -> LoopStatus {
        try await register(try loop(name))
        _ = try await store.pauseLoop(name, LoopRecord.Pause(by: who, at: time.now(), reason: reason))
        return try await status(of: name)
    }

    /// The paused time is not caught up.
    package func resume(_ name: String) async throws -> LoopStatus {
        let loop = try loop(name)
        try await register(loop)
        let now = time.now()
        _ = try await store.resumeLoop(name, watermark: now, nextAt: loop.schedule.next(after: now))
        nudge()
        return try await status(of: name)
    }

    /// The clock's present, for lists of coming times.
    package var now: Instant { time.now() }
}
