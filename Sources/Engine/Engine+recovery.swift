import CivilTime
import CrashPoints
import JSON
import Logging
import SkillLanguage
import Store

/// What happens to open runs when a server starts. Parked runs need nothing: their rows say when they are due.
extension Engine {
    /// Recoveries in a row, without one new journal entry, after which a run is taken to be what makes the process die.
    static let mostRecoveries = 10

    /// Takes over every run that the last process held, called ones too, and resumes it. Call once, before new runs start.
    /// - Returns: how many were resumed.
    @discardableResult
    package func recover() async throws -> Int {
        let held = try await store.heldRuns()
        CrashPoint.reach("engine.recovery.found")
        let taken = try await store.takeOver(held.map(\.key.rowID))
        CrashPoint.reach("engine.recovery.taken-over")
        let records = Dictionary(held.map { ($0.key.rowID, $0) }) { first, _ in first }
        var resumed: [RunKey] = []
        for run in taken {
            guard let record = records[run.key.rowID] else { continue }
            if run.recoveries > Self.mostRecoveries {
                try await quarantine(record, run)
            } else {
                resumed.append(run.key)
            }
        }
        await resume(resumed)
        CrashPoint.reach("engine.recovery.resumed")
        CrashPoint.reach("engine.recovery.done")
        return resumed.count
    }

    /// Ends a run that was under way each time the process died. A person decides what becomes of it.
    private func quarantine(_ record: RunRecord, _ run: TakenRun) async throws {
        let message = "the server ended \(run.recoveries) times in a row while this run was under way and made no progress"
        let failure = OutcomeRecord.encode(Failure("quarantined", message, retryable: false)).bytes(.compact)
        let now = time.now()
        CrashPoint.reach("engine.recovery.quarantine")
        var transition = RunTransition(
            run: run.key, entries: [], change: .finished(state: .quarantined, output: nil, errorType: "quarantined", error: failure), at: now)
        transition.incident = Incident(
            id: newID(at: now), kind: "quarantine", runID: record.id, subject: record.skill,
            summary: "\(message). Look at it with `ratchet runs show`, then start it again with `ratchet runs retry`.", openedAt: now)
        notice(try await store.apply(transition))
        logger.error("a run is quarantined", metadata: ["run.id": "\(record.id)", "recoveries": "\(run.recoveries)"])
    }
}
