import CivilTime
import CrashPoints

/// Runs that no process holds, and how they come back.
extension Connection {
    /// Lets go of a run. Due at once when what it waits for is there already, so that nothing is missed in between.
    /// - Returns: whether it is due at once.
    func park(_ run: RunKey, _ parking: Parking, at: Instant) throws(StoreError) -> Bool {
        var due = try first(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM waits WHERE run = ?1 AND state = 'resolved')
                OR (EXISTS (SELECT 1 FROM cancellations WHERE run = ?1)
                    AND NOT EXISTS (SELECT 1 FROM journal WHERE run = ?1 AND kind = 'cancel_request'))
            """, run.rowID
        ) { _ in true } ?? false
        for child in parking.children where !due {
            due = try first(
                "SELECT 1 FROM runs WHERE parent = ?1 AND parent_path = ?2 AND parent_attempt = ?3 AND finished_at IS NOT NULL", run.rowID,
                child.path, child.attempt
            ) { _ in true } ?? false
        }
        let isPaused = try isPaused(run.rowID)
        // Somebody let it go on while it was about to stand still.
        if parking.isPause { due = true }
        if isPaused { due = false }
        CrashPoint.reach("store.park.judged")
        let parked = try execute(
            """
            INSERT INTO wakes (run, due_at) SELECT run, ?3 FROM runs WHERE run = ?1 AND epoch = ?2 AND finished_at IS NULL
            ON CONFLICT (run) DO UPDATE SET due_at = ?3
            """, run.rowID, run.epoch, due ? at : parking.until)
        if parked == 0 { throw try refusal(of: run) }
        if parking.isDeferral { try execute("UPDATE runs SET deferrals = deferrals + 1 WHERE run = ?1", run.rowID) }
        if isPaused { try standStill(run.rowID, at: at) }
        return due
    }

    /// Makes a parked run due by `at`; nothing happens to a run that some process holds, that is due earlier, or that is to stand still.
    func wake(_ row: Int64, at: Instant) throws(StoreError) -> Bool {
        try execute(
            """
            UPDATE wakes SET due_at = ?2 WHERE run = ?1 AND (due_at IS NULL OR due_at > ?2) AND NOT EXISTS (SELECT 1 FROM pauses WHERE run = ?1)
            """, row, at) > 0
    }

    /// Takes the runs that are due, the longest due first: they run again, in the hands of the caller.
    func claimDue(at: Instant, limit: Int) throws(StoreError) -> [RunKey] {
        let rows = try all("SELECT run FROM wakes INDEXED BY wakes_due WHERE due_at <= ?1 ORDER BY due_at, run LIMIT ?2", at, limit) { $0.integer() }
        var claimed: [RunKey] = []
        for row in rows {
            try execute("DELETE FROM wakes WHERE run = ?1", row)
            CrashPoint.reach("store.claim.wake-removed")
            let epoch = try first(
                """
                UPDATE runs SET state = 'running', epoch = epoch + 1, started_at = coalesce(started_at, ?2), changed_at = ?2,
                    wait_kind = NULL, wait_detail = NULL, wait_until = NULL
                WHERE run = ?1 AND finished_at IS NULL RETURNING epoch
                """, row, at
            ) { $0.integer() }
            if let epoch { claimed.append(RunKey(rowID: row, epoch: epoch)) }
        }
        CrashPoint.reach("store.claim.taken")
        return claimed
    }

    func nextWake() throws(StoreError) -> Instant? {
        try first("SELECT min(due_at) FROM wakes INDEXED BY wakes_due WHERE due_at IS NOT NULL") { $0.optional { $0.instant() } } ?? nil
    }
}
