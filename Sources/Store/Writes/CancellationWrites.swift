import CivilTime
import CrashPoints

/// Requests to end a run. They are rows, so a request outlives the process that took it.
extension Connection {
    /// Asks an open run to end. A parked run becomes due, a queued one ends at once. Of two requests the first stays; a run that has
    /// ended stays as it is.
    func requestCancel(_ row: Int64, _ request: Cancellation) throws(StoreError) -> WriteEffects {
        var effects = WriteEffects()
        let found = try first("SELECT epoch, state FROM runs WHERE run = ?1", row) { row throws(StoreError) in
            (row.integer(), try row.word(RunState.self))
        }
        guard let (epoch, state) = found else { throw .notFound(what: "run", name: "with row \(row)") }
        guard !state.isTerminal else { return effects }
        try execute(
            "INSERT INTO cancellations (run, at, actor, reason) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (run) DO NOTHING", row, request.at, request.by,
            request.reason)
        CrashPoint.reach("store.cancel.requested")
        // To end goes before standing still.
        if try isPaused(row) {
            try endPause(of: row, by: request.by, at: request.at)
            try execute("DELETE FROM pauses WHERE run = ?1", row)
        }
        effects.cancelled = [CancelledRun(row: row, request: request)]
        if state == .queued {
            effects += try finish(RunKey(rowID: row, epoch: epoch), as: .cancelled, errorType: "cancelled", usage: nil, at: request.at)
            try tellParent(of: row, &effects)
        } else if try wake(row, at: request.at) {
            effects.woke = true
        }
        return effects
    }

    /// For a run that ended without a holder: its caller may be in memory and hears of it from whoever did this.
    func tellParent(of row: Int64, _ effects: inout WriteEffects) throws(StoreError) {
        let call = try first("SELECT parent, parent_path, parent_attempt FROM runs WHERE run = ?1 AND parent IS NOT NULL", row) {
            EndedChild(parent: $0.integer(), call: CallKey(path: $0.text(), attempt: $0.count()))
        }
        if let call { effects.endedChildren.append(call) }
    }

    func cancellation(of row: Int64) throws(StoreError) -> Cancellation? {
        try first("SELECT at, actor, reason FROM cancellations WHERE run = ?1", row) {
            Cancellation(at: $0.instant(), by: $0.text(), reason: $0.text())
        }
    }
}
