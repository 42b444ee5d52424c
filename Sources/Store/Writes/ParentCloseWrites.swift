import CivilTime
import CrashPoints

/// Called runs whose callers are done with them. The rule is in the called run's own row, so it holds whoever ended the caller.
extension Connection {
    /// A run that was called belongs to a run that is open: one that has ended calls nobody.
    func checkOpen(_ parent: NewRun.Parent) throws(StoreError) {
        let found = try first("SELECT epoch, state FROM runs WHERE run = ?1", parent.row) { row throws(StoreError) in
            (row.integer(), try row.word(RunState.self))
        }
        guard let (epoch, state) = found else { throw .notFound(what: "run", name: "with row \(parent.row)") }
        if state.isTerminal { throw .finished(run: RunKey(rowID: parent.row, epoch: epoch), state: state) }
    }

    /// Leaves the run that a call started to its rule, if there is one that is open.
    func leaveChild(_ call: CallKey, of run: RunKey, at: Instant) throws(StoreError) -> WriteEffects {
        let child = try first(
            """
            SELECT run, coalesce(parent_close, 'cancel') FROM runs INDEXED BY runs_child
            WHERE parent = ?1 AND parent_path = ?2 AND parent_attempt = ?3 AND finished_at IS NULL
            """, run.rowID, call.path, call.attempt, read: Self.child)
        guard let (row, rule) = child else { return WriteEffects() }
        return try leave(row, rule, reason: "the calling step has ended", at: at)
    }

    /// Leaves all open runs that a run called to their rules.
    func leaveChildren(of run: RunKey, at: Instant) throws(StoreError) -> WriteEffects {
        let children = try all(
            """
            SELECT run, coalesce(parent_close, 'cancel') FROM runs INDEXED BY runs_child WHERE parent = ?1 AND finished_at IS NULL ORDER BY run
            """, run.rowID, read: Self.child)
        var effects = WriteEffects()
        for (row, rule) in children { effects += try leave(row, rule, reason: "the calling run has ended", at: at) }
        return effects
    }

    private static func child(_ row: inout Row) throws(StoreError) -> (row: Int64, rule: ParentClose) { (row.integer(), try row.word()) }

    private func leave(_ row: Int64, _ rule: ParentClose, reason: String, at: Instant) throws(StoreError) -> WriteEffects {
        let request = Cancellation(at: at, by: "ratchet", reason: reason)
        switch rule {
        case .cancel: return try requestCancel(row, request)
        case .terminate:
            return try terminate(row, request, errorBody: Array(#"{"type":"terminated","message":"\#(reason)","retryable":false}"#.utf8))
        case .abandon:
            try execute("UPDATE runs SET abandoned_at = ?2 WHERE run = ?1 AND abandoned_at IS NULL", row, at)
            CrashPoint.reach("store.leave.abandoned")
            return WriteEffects()
        }
    }
}
