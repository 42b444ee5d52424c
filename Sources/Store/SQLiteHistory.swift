package import CivilTime
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reading one SQLite file through read-only connections. It never writes to the file, so it can be used beside a server
/// that has the database open, and on one that nobody has open.
package final class SQLiteHistory: History {
    let pool: ReaderPool
    /// Questions in SQL have a connection of their own, so that a slow one delays nothing but other questions. It is opened for the first.
    private let questions = Mutex(Questions.none)

    private enum Questions {
        case none
        case answered(by: ReaderPool)
        case closed
    }
    let path: String
    let disk: Disk

    /// Fails with `newerSchema` or `olderSchema` when the file is not of this release.
    package init(path: String, readers: Int = 1, disk: Disk = .system) throws(StoreError) {
        self.path = path
        self.disk = disk
        pool = try ReaderPool(path: path, count: readers, disk: disk)
    }

    package func close() async {
        await pool.close()
        let open = questions.withLock { questions -> ReaderPool? in
            defer { questions = .closed }
            if case .answered(let pool) = questions { return pool }
            return nil
        }
        await open?.close()
    }

    private func answering() throws(StoreError) -> ReaderPool {
        try questions.withLock { questions throws(StoreError) in
            switch questions {
            case .answered(let pool): return pool
            case .closed: throw .closed
            case .none:
                let pool = try ReaderPool(path: path, count: 1, disk: disk) { connection throws(StoreError) in try connection.addHistoryViews() }
                questions = .answered(by: pool)
                return pool
            }
        }
    }

    package func skills() async throws(StoreError) -> [String] {
        try await pool.read { connection throws(StoreError) in try connection.skills() }
    }

    package func prunable(_ retention: Retention, skill: String?, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<Int64> {
        try await pool.read { connection throws(StoreError) in try connection.prunable(retention, skill: skill, after: cursor, limit: limit) }
    }

    package func answer(_ sql: String, _ limits: SQLLimits) async throws(StoreError) -> SQLAnswer {
        try await answering().read { connection throws(StoreError) in try connection.answer(sql, limits) }
    }

    package func run(_ id: String) async throws(StoreError) -> RunRecord {
        try await pool.read { connection throws(StoreError) in try connection.record(id: id) }
    }

    package func run(row: Int64) async throws(StoreError) -> RunRecord {
        try await pool.read { connection throws(StoreError) in try connection.record(row: row) }
    }

    package func runs(_ filter: RunFilter, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<RunSummary> {
        try await pool.read { connection throws(StoreError) in
            var listing = RunListing(filter, after: cursor, limit: limit)
            return try listing.page(from: connection)
        }
    }

    package func journal(of row: Int64) async throws(StoreError) -> [JournalRecord] {
        try await pool.read { connection throws(StoreError) in try connection.journal(of: row) }
    }

    package func recorded(_ rows: [Int64]) async throws(StoreError) -> [RecordedRun] {
        try await pool.read { connection throws(StoreError) in
            var runs: [RecordedRun] = []
            runs.reserveCapacity(rows.count)
            for row in rows { runs.append(try connection.recorded(row)) }
            return runs
        }
    }

    package func children(of row: Int64) async throws(StoreError) -> [RunSummary] {
        try await pool.read { connection throws(StoreError) in try connection.children(of: row) }
    }

    package func openRuns(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<RunRecord> {
        try await pool.read { connection throws(StoreError) in try connection.openRuns(after: cursor, limit: limit) }
    }

    package func openRuns(ofLoop name: String) async throws(StoreError) -> Int {
        try await pool.read { connection throws(StoreError) in try connection.openRuns(ofLoop: name) }
    }

    package func openRuns(withKey key: String) async throws(StoreError) -> [RunState: Int] {
        try await pool.read { connection throws(StoreError) in try connection.openRuns(withKey: key) }
    }

    package func heldRuns(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<RunRecord> {
        try await pool.read { connection throws(StoreError) in try connection.heldRuns(after: cursor, limit: limit) }
    }

    package func nextWake() async throws(StoreError) -> Instant? {
        try await pool.read { connection throws(StoreError) in try connection.nextWake() }
    }

    package func cancellation(of row: Int64) async throws(StoreError) -> Cancellation? {
        try await pool.read { connection throws(StoreError) in try connection.cancellation(of: row) }
    }

    package func pause(of row: Int64) async throws(StoreError) -> Pause? {
        try await pool.read { connection throws(StoreError) in try connection.pause(of: row) }
    }

    package func waits(of row: Int64) async throws(StoreError) -> [WaitRecord] {
        try await pool.read { connection throws(StoreError) in try connection.waits(of: row) }
    }

    package func inbox(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<WaitRecord> {
        try await pool.read { connection throws(StoreError) in try connection.inbox(after: cursor, limit: limit) }
    }

    package func wait(_ id: String) async throws(StoreError) -> WaitRecord {
        try await pool.read { connection throws(StoreError) in try connection.wait(id) }
    }

    package func memory(_ scope: String, prefix: String, limit: Int) async throws(StoreError) -> [(key: String, value: MemoryValue)] {
        try await pool.read { connection throws(StoreError) in try connection.memory(scope, prefix: prefix, limit: limit) }
    }

    package func labels(of row: Int64) async throws(StoreError) -> [Label] {
        try await pool.read { connection throws(StoreError) in try connection.labels(of: row) }
    }

    package func lineage(of row: Int64) async throws(StoreError) -> Lineage? {
        try await pool.read { connection throws(StoreError) in try connection.lineage(of: row) }
    }

    package func repetitions(of row: Int64) async throws(StoreError) -> [RunSummary] {
        try await pool.read { connection throws(StoreError) in try connection.repetitions(of: row) }
    }

    package func incident(_ id: String) async throws(StoreError) -> Incident {
        try await pool.read { connection throws(StoreError) in try connection.incident(id) }
    }

    package func toolCalls(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<ToolCallRecord> {
        try await pool.read { connection throws(StoreError) in try connection.toolCalls(after: cursor, limit: limit) }
    }

    package func incidents(closed: Bool, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<Incident> {
        try await pool.read { connection throws(StoreError) in try connection.incidents(closed: closed, after: cursor, limit: limit) }
    }

    package func version(_ id: String) async throws(StoreError) -> Version {
        try await pool.read { connection throws(StoreError) in try connection.version(id) }
    }

    package func versionID(of skill: String, label: String) async throws(StoreError) -> String? {
        try await pool.read { connection throws(StoreError) in
            try connection.first("SELECT id FROM versions WHERE skill = ?1 AND label = ?2", skill, label) { $0.text() }
        }
    }

    package func loop(_ name: String) async throws(StoreError) -> LoopRecord {
        try await pool.read { connection throws(StoreError) in try connection.loop(name) }
    }

    package func loops() async throws(StoreError) -> [LoopRecord] {
        try await pool.read { connection throws(StoreError) in try connection.loops() }
    }

    package func fires(of loop: String, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<FireRecord> {
        try await pool.read { connection throws(StoreError) in try connection.fires(of: loop, after: cursor, limit: limit) }
    }

    package func bufferedFires(of loop: String) async throws(StoreError) -> [FireRecord] {
        try await pool.read { connection throws(StoreError) in try connection.bufferedFires(of: loop) }
    }

    package func statistics(since: Instant, skill: String?) async throws(StoreError) -> [SkillStatistics] {
        try await pool.read { connection throws(StoreError) in try connection.statistics(since: since, skill: skill) }
    }

    package func information() async throws(StoreError) -> DatabaseInformation {
        var log = stat()
        let bytes = stat(path + "-wal", &log) == 0 ? Int64(log.st_size) : 0
        return try await pool.read { connection throws(StoreError) in try connection.information(logBytes: bytes) }
    }
}
