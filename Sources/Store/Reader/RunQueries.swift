import CivilTime

extension Connection {
    func record(row: Int64) throws(StoreError) -> RunRecord {
        let found = try first(composed: "\(RunRecord.select) WHERE r.run = ?1", [row], read: RunRecord.init)
        guard let found else { throw .notFound(what: "run", name: "with row \(row)") }
        return found
    }

    /// Ids are text of one alphabet, so the ids that begin with a prefix are a range of the index.
    func record(id prefix: String) throws(StoreError) -> RunRecord {
        if prefix.utf8.count < 8 { throw .prefixTooShort(prefix) }
        let found = try all(
            "SELECT run, id FROM runs WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 4", prefix
        ) { ($0.integer(), $0.text()) }
        guard let (row, _) = found.first else { throw .notFound(what: "run", name: prefix) }
        if found.count > 1 { throw .ambiguous(prefix: prefix, candidates: found.map { $0.1 }) }
        return try record(row: row)
    }

    func journal(of run: Int64) throws(StoreError) -> [JournalRecord] {
        try all(
            """
            SELECT sequence, epoch, kind, path, attempt, at, duration_us, coalesce(body, bytes)
            FROM journal LEFT JOIN blobs USING (blob) WHERE run = ?1 ORDER BY sequence
            """, run
        ) { row throws(StoreError) in
            JournalRecord(
                sequence: row.count(), epoch: row.integer(),
                entry: JournalEntry(
                    kind: try row.word(), path: row.text(), attempt: row.count(), at: row.instant(), durationMicroseconds: row.integer(),
                    body: row.bytes()))
        }
    }

    func recorded(_ run: Int64) throws(StoreError) -> RecordedRun {
        let entries = try first("SELECT coalesce(max(sequence), 0) FROM journal WHERE run = ?1", run) { $0.count() } ?? 0
        let hasWaits = try first("SELECT 1 FROM waits WHERE run = ?1", run) { _ in true } ?? false
        return RecordedRun(
            record: try record(row: run), journal: entries > RecordedRun.longest ? nil : try journal(of: run),
            waits: hasWaits ? try waits(of: run) : [],
            cancellation: try cancellation(of: run), isPaused: try isPaused(run),
            attempt: try first("SELECT attempt FROM lineage WHERE run = ?1", run) { $0.count() } ?? 1)
    }

    func children(of run: Int64) throws(StoreError) -> [RunSummary] {
        try all(composed: "\(RunSummary.select) WHERE r.parent = ?1 ORDER BY r.run", [run], read: RunSummary.init)
    }

    /// Left to itself, SQLite might read all runs by time and look at each.
    static let openRuns = """
        \(RunRecord.select) JOIN (
            SELECT created_at, run FROM runs INDEXED BY runs_open
            WHERE finished_at IS NULL AND (created_at, run) > (?1, ?2) ORDER BY created_at, run LIMIT ?3) AS k ON k.run = r.run
        ORDER BY k.created_at, k.run
        """

    func openRuns(after cursor: Cursor?, limit: Int) throws(StoreError) -> Page<RunRecord> {
        let after = cursor ?? Cursor(at: Instant(milliseconds: .min), row: 0)
        let found = try all(composed: Self.openRuns, [after.at, after.row, max(1, limit) + 1], read: RunRecord.init)
        return Page(found, limit: max(1, limit)) { Cursor(at: $0.createdAt, row: $0.key.rowID) }
    }

    /// Open runs without a wake-up belong to some process, or did when it ended.
    static let heldRuns = """
        \(RunRecord.select) JOIN (
            SELECT created_at, run FROM runs INDEXED BY runs_open
            WHERE finished_at IS NULL AND (created_at, run) > (?1, ?2) AND NOT EXISTS (SELECT 1 FROM wakes WHERE wakes.run = runs.run)
            ORDER BY created_at, run LIMIT ?3) AS k ON k.run = r.run
        ORDER BY k.created_at, k.run
        """

    func heldRuns(after cursor: Cursor?, limit: Int) throws(StoreError) -> Page<RunRecord> {
        let after = cursor ?? Cursor(at: Instant(milliseconds: .min), row: 0)
        let found = try all(composed: Self.heldRuns, [after.at, after.row, max(1, limit) + 1], read: RunRecord.init)
        return Page(found, limit: max(1, limit)) { Cursor(at: $0.createdAt, row: $0.key.rowID) }
    }

    func openRuns(ofLoop name: String) throws(StoreError) -> Int {
        try first("SELECT count(*) FROM runs INDEXED BY runs_open_loop WHERE finished_at IS NULL AND loop = ?1", name) { $0.count() } ?? 0
    }

    func openRuns(withKey key: String) throws(StoreError) -> [RunState: Int] {
        let counts = try all(
            """
            SELECT state, count(*) FROM runs INDEXED BY runs_open_key WHERE finished_at IS NULL AND concurrency_key = ?1 GROUP BY state
            """, key
        ) { row throws(StoreError) in (try row.word(RunState.self), row.count()) }
        return Dictionary(counts) { $0 + $1 }
    }

    func version(_ id: String) throws(StoreError) -> Version {
        let found = try first("SELECT id, skill, label, document, commit_id, seen_at FROM versions WHERE id = ?1", id) {
            Version(
                id: $0.text(), skill: $0.text(), label: $0.text(), document: $0.bytes(), commit: $0.optional { $0.text() },
                seenAt: $0.instant())
        }
        guard let found else { throw .notFound(what: "version", name: id) }
        return found
    }
}
