import CivilTime

/// Places for runs that share a concurrency key. What is used is counted from the open rows each time and kept nowhere, so it
/// cannot leak.
extension Connection {
    /// The state a new run begins in. May ask other runs of its key to end.
    func admit(_ run: NewRun, _ effects: inout WriteEffects) throws(StoreError) -> RunState {
        guard run.state == .running || run.state == .queued, let key = run.concurrencyKey, let limit = run.concurrencyLimit else { return run.state.run }
        if try taken(key) < limit, try !isBehind(key, run.priority) { return .running }
        switch run.conflict {
        case .skip: return .skipped
        case .fail: return .failed
        case .queue: return .queued
        case .cancelRunning:
            // Queued ones end at once, the last in the queue first, so that none of them moves up into a place that is being cleared.
            let rows = try all(
                """
                SELECT run FROM runs INDEXED BY runs_open_key WHERE finished_at IS NULL AND concurrency_key = ?1
                ORDER BY state = 'queued', priority, run DESC
                """, key
            ) { $0.integer() }
            let request = Cancellation(at: run.createdAt, by: "ratchet", reason: "displaced by the newer run \(run.id)")
            for row in rows { effects += try requestCancel(row, request) }
            // When queued ones were all there was, the place is free.
            return try taken(key) < limit ? .running : .queued
        }
    }

    /// Whether a queued run goes before a new one of that priority, which then has no place even where it lets more be open than they do.
    private func isBehind(_ key: String, _ priority: Int) throws(StoreError) -> Bool {
        try first(
            """
            SELECT 1 FROM runs INDEXED BY runs_open_key
            WHERE finished_at IS NULL AND concurrency_key = ?1 AND state = 'queued' AND priority >= ?2 LIMIT 1
            """, key, priority
        ) { _ in true } ?? false
    }

    /// Runs that hold a place of the key.
    private func taken(_ key: String) throws(StoreError) -> Int {
        try first(
            "SELECT count(*) FROM runs INDEXED BY runs_open_key WHERE finished_at IS NULL AND concurrency_key = ?1 AND state <> 'queued'", key
        ) { $0.count() } ?? 0
    }

    /// Gives free places of a key to queued runs: higher priority first, then the older.
    /// - Returns: whether there was one.
    func admitQueued(_ key: String, at: Instant) throws(StoreError) -> Bool {
        var admitted = false
        while true {
            let next = try first(
                """
                SELECT run, concurrency_limit FROM runs INDEXED BY runs_open_key
                WHERE finished_at IS NULL AND concurrency_key = ?1 AND state = 'queued' ORDER BY priority DESC, run LIMIT 1
                """, key
            ) { ($0.integer(), $0.count()) }
            guard let (row, limit) = next else { return admitted }
            guard try taken(key) < limit else { return admitted }
            try execute(
                """
                UPDATE runs SET state = 'running', started_at = ?2, changed_at = ?2, deadline_at = deadline_at + (?2 - created_at) WHERE run = ?1
                """, row, at)
            try execute("UPDATE wakes SET due_at = ?2 WHERE run = ?1", row, at)
            admitted = true
        }
    }
}
