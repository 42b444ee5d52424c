package import CivilTime

/// Reading goes to the read-only connections.
extension SQLiteStore {
    package func versionID(of skill: String, label: String) async throws(StoreError) -> String? {
        try await history.versionID(of: skill, label: label)
    }

    package func answer(_ sql: String, _ limits: SQLLimits) async throws(StoreError) -> SQLAnswer { try await history.answer(sql, limits) }

    package func run(_ id: String) async throws(StoreError) -> RunRecord { try await history.run(id) }

    package func run(row: Int64) async throws(StoreError) -> RunRecord { try await history.run(row: row) }

    package func runs(_ filter: RunFilter, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<RunSummary> {
        try await history.runs(filter, after: cursor, limit: limit)
    }

    package func journal(of row: Int64) async throws(StoreError) -> [JournalRecord] { try await history.journal(of: row) }

    package func recorded(_ rows: [Int64]) async throws(StoreError) -> [RecordedRun] { try await history.recorded(rows) }

    package func children(of row: Int64) async throws(StoreError) -> [RunSummary] { try await history.children(of: row) }

    package func openRuns(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<RunRecord> {
        try await history.openRuns(after: cursor, limit: limit)
    }

    package func openRuns(ofLoop name: String) async throws(StoreError) -> Int { try await history.openRuns(ofLoop: name) }

    package func openRuns(withKey key: String) async throws(StoreError) -> [RunState: Int] { try await history.openRuns(withKey: key) }

    package func heldRuns(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<RunRecord> {
        try await history.heldRuns(after: cursor, limit: limit)
    }

    package func nextWake() async throws(StoreError) -> Instant? {
        try await history.nextWake()
    }

    package func cancellation(of row: Int64) async throws(StoreError) -> Cancellation? {
        try await history.cancellation(of: row)
    }

    package func pause(of row: Int64) async throws(StoreError) -> Pause? { try await history.pause(of: row) }

    package func waits(of row: Int64) async throws(StoreError) -> [WaitRecord] {
        try await history.waits(of: row)
    }

    package func inbox(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<WaitRecord> {
        try await history.inbox(after: cursor, limit: limit)
    }

    package func wait(_ id: String) async throws(StoreError) -> WaitRecord {
        try await history.wait(id)
    }

    package func memory(_ scope: String, prefix: String, limit: Int) async throws(StoreError) -> [(key: String, value: MemoryValue)] {
        try await history.memory(scope, prefix: prefix, limit: limit)
    }

    package func labels(of row: Int64) async throws(StoreError) -> [Label] {
        try await history.labels(of: row)
    }

    package func lineage(of row: Int64) async throws(StoreError) -> Lineage? {
        try await history.lineage(of: row)
    }

    package func repetitions(of row: Int64) async throws(StoreError) -> [RunSummary] { try await history.repetitions(of: row) }

    package func incident(_ id: String) async throws(StoreError) -> Incident { try await history.incident(id) }

    package func incidents(closed: Bool, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<Incident> {
        try await history.incidents(closed: closed, after: cursor, limit: limit)
    }

    package func version(_ id: String) async throws(StoreError) -> Version { try await history.version(id) }

    package func loop(_ name: String) async throws(StoreError) -> LoopRecord { try await history.loop(name) }

    package func loops() async throws(StoreError) -> [LoopRecord] { try await history.loops() }

    package func fires(of loop: String, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<FireRecord> {
        try await history.fires(of: loop, after: cursor, limit: limit)
    }

    package func bufferedFires(of loop: String) async throws(StoreError) -> [FireRecord] { try await history.bufferedFires(of: loop) }

    package func statistics(since: Instant, skill: String?) async throws(StoreError) -> [SkillStatistics] {
        try await history.statistics(since: since, skill: skill)
    }

    package func information() async throws(StoreError) -> DatabaseInformation { try await history.information() }
}
