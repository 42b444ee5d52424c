import CivilTime
import CrashPoints

/// The end of a run, and all that follows from it in the same transaction.
extension Connection {
    /// Ends a run. Its loop learns how it went, its caller is woken unless it abandoned the run, what it called is left to its rules, what it
    /// waited for is closed, and the next run of its key gets its place.
    func finish(_ run: RunKey, as state: RunState, errorType: String?, usage: UsageTotals?, at: Instant) throws(StoreError) -> WriteEffects {
        let usage = usage ?? UsageTotals()
        let ended = try first(
            """
            UPDATE runs SET state = ?3, wait_kind = NULL, wait_detail = NULL, wait_until = NULL, changed_at = ?4, finished_at = ?4,
                error_type = ?5, calls = calls + ?6, input_tokens = input_tokens + ?7, output_tokens = output_tokens + ?8,
                cost_micro_usd = cost_micro_usd + ?9
            WHERE run = ?1 AND epoch = ?2 AND finished_at IS NULL
            RETURNING loop, CASE WHEN abandoned_at IS NULL THEN parent END, concurrency_key,
                EXISTS (SELECT 1 FROM wakes WHERE run = ?1), EXISTS (SELECT 1 FROM pauses WHERE run = ?1),
                EXISTS (SELECT 1 FROM waits WHERE run = ?1 AND state <> 'closed'),
                EXISTS (SELECT 1 FROM runs INDEXED BY runs_child WHERE parent = ?1 AND finished_at IS NULL)
            """, run.rowID, run.epoch, state, at, errorType, usage.calls, usage.inputTokens, usage.outputTokens, usage.costMicroUSD
        ) { ($0.optional { $0.text() }, $0.optional { $0.integer() }, $0.optional { $0.text() }, $0.bool(), $0.bool(), $0.bool(), $0.bool()) }
        guard let (loop, parent, key, isParked, isPaused, hasWaits, hasChildren) = ended else { throw try refusal(of: run) }
        if let loop, let failure = state.isFailureOfLoop {
            try execute("UPDATE loops SET consecutive_failures = (consecutive_failures + 1) * ?2 WHERE name = ?1", loop, failure ? 1 : 0)
        }
        CrashPoint.reach("store.finish.row-written")
        var effects = WriteEffects()
        if isParked { try execute("DELETE FROM wakes WHERE run = ?1", run.rowID) }
        if isPaused { try execute("DELETE FROM pauses WHERE run = ?1", run.rowID) }
        if hasWaits { try execute("UPDATE waits SET state = 'closed' WHERE run = ?1 AND state <> 'closed'", run.rowID) }
        CrashPoint.reach("store.finish.waits-closed")
        if let parent, try wake(parent, at: at) { effects.woke = true }
        CrashPoint.reach("store.finish.caller-woken")
        if hasChildren { effects += try leaveChildren(of: run, at: at) }
        CrashPoint.reach("store.finish.called-left")
        if let key, try admitQueued(key, at: at) { effects.woke = true }
        CrashPoint.reach("store.finish.place-given")
        return effects
    }

    /// Ends an open run at once, whoever holds it: what its holder still writes is refused.
    func terminate(_ row: Int64, _ request: Cancellation, errorBody: [UInt8]) throws(StoreError) -> WriteEffects {
        let epoch = try first("UPDATE runs SET epoch = epoch + 1 WHERE run = ?1 AND finished_at IS NULL RETURNING epoch", row) { $0.integer() }
        guard let epoch else { return WriteEffects() }
        try execute(
            "INSERT INTO cancellations (run, at, actor, reason) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (run) DO NOTHING", row, request.at, request.by,
            request.reason)
        let key = RunKey(rowID: row, epoch: epoch)
        var effects = try finish(key, as: .terminated, errorType: "terminated", usage: nil, at: request.at)
        try keep(output: nil, error: errorBody, of: key)
        effects.terminated.append(row)
        try tellParent(of: row, &effects)
        return effects
    }
}
