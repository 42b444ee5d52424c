import CivilTime
import CrashPoints

/// Runs that stand still. The wish is a row, so it outlives the process that took it; the state `paused` follows when the run's calls under
/// way have ended.
extension Connection {
    /// Asks an open run to stand still. One that sleeps does at once; a queued one keeps its turn and stands still when it has a place.
    /// Of two requests the first stays; a run that has ended stays as it is.
    func pause(_ row: Int64, _ pause: Pause) throws(StoreError) -> WriteEffects {
        var effects = WriteEffects()
        let state = try stateOfRun(row)
        guard !state.isTerminal else { return effects }
        let asked = try first("SELECT 1 FROM cancellations WHERE run = ?1", row) { _ in true }
        // It is to end: its clean-up is not held up.
        if asked != nil { return effects }
        let added = try execute(
            "INSERT INTO pauses (run, at, actor, reason) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (run) DO NOTHING", row, pause.at, pause.by, pause.reason)
        CrashPoint.reach("store.pause.requested")
        guard added > 0 else { return effects }
        if state != .queued, try first("SELECT 1 FROM wakes WHERE run = ?1", row, read: { _ in true }) != nil {
            try standStill(row, at: pause.at)
        } else {
            effects.paused = [row]
        }
        return effects
    }

    /// Nothing wakes it from now on.
    func standStill(_ row: Int64, at: Instant) throws(StoreError) {
        try execute(
            """
            UPDATE runs SET state = 'paused', changed_at = ?2, wait_kind = NULL, wait_detail = NULL, wait_until = NULL
            WHERE run = ?1 AND state <> 'paused'
            """, row, at)
        try execute("UPDATE wakes SET due_at = NULL WHERE run = ?1", row)
    }

    /// Lets a run go on. What was left of its times when it came to stand still is left of them now: the journal says how long that was.
    /// No effect on a run that nobody paused.
    func resume(_ row: Int64, by: String, at: Instant) throws(StoreError) -> WriteEffects {
        var effects = WriteEffects()
        let state = try stateOfRun(row)
        guard !state.isTerminal else { return effects }
        guard try execute("DELETE FROM pauses WHERE run = ?1", row) > 0 else { return effects }
        effects.resumed = [row]
        guard state == .paused else { return effects }
        try endPause(of: row, by: by, at: at)
        effects.woke = try wake(row, at: at)
        return effects
    }

    /// Puts down how long a paused run stood still.
    func endPause(of row: Int64, by: String, at: Instant) throws(StoreError) {
        let found = try first("SELECT epoch, changed_at FROM runs WHERE run = ?1 AND state = 'paused'", row) { ($0.integer(), $0.instant()) }
        guard let (epoch, since) = found else { return }
        let end = max(since, at)
        let shift = (end - since).milliseconds
        let body = #"{"paused_ms":\#(shift),"by":"\#(by.filter { $0.isASCII && $0 != "\"" && $0 != "\\" && $0 >= " " })"}"#
        try append(
            JournalEntry(kind: .signal, path: "", attempt: 1, at: end, durationMicroseconds: shift * 1_000, body: Array(body.utf8)),
            to: RunKey(rowID: row, epoch: epoch))
        try execute("UPDATE runs SET deadline_at = deadline_at + ?2 WHERE run = ?1", row, shift)
        try execute("UPDATE waits SET until = until + ?2 WHERE run = ?1 AND state = 'open'", row, shift)
        CrashPoint.reach("store.pause.ended")
    }

    func isPaused(_ row: Int64) throws(StoreError) -> Bool { try first("SELECT 1 FROM pauses WHERE run = ?1", row) { _ in true } ?? false }

    func pause(of row: Int64) throws(StoreError) -> Pause? {
        try first("SELECT at, actor, reason FROM pauses WHERE run = ?1", row) { Pause(at: $0.instant(), by: $0.text(), reason: $0.text()) }
    }

    private func stateOfRun(_ row: Int64) throws(StoreError) -> RunState {
        let state = try first("SELECT state FROM runs WHERE run = ?1", row) { row throws(StoreError) in try row.word(RunState.self) }
        guard let state else { throw .notFound(what: "run", name: "with row \(row)") }
        return state
    }
}
