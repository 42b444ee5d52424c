import CSQLite
import CivilTime
import Store

/// The history of a busy year: pages of 50 among 1,000,000 runs, by every combination of conditions, common ones and rare ones.
enum MillionRuns {
    private static let runs = 1_000_000

    static func run(_ report: Report) async throws {
        guard report.wants("history.million.p50") || report.wants("history.million.p99") else { return }
        let path = BenchFolder.path("million-costs.db")
        if try await !isComplete(path) { try await fill(path) }
        let store = try SQLiteStore(path: path)
        let clock = ContinuousClock()
        var samples: [(milliseconds: Double, filter: RunFilter)] = []
        for filter in filters {
            var cursor: Cursor?
            // The first two pages.
            for _ in 0..<2 {
                let start = clock.now
                let page = try await store.runs(filter, after: cursor, limit: 50)
                samples.append(((clock.now - start).inSeconds * 1000, filter))
                cursor = page.next
                if cursor == nil { break }
            }
        }
        await store.close()
        let times = Samples(samples.map(\.milliseconds))
        let slowest = samples.max { $0.milliseconds < $1.milliseconds }
        let method = "the first pages of 50 of \(filters.count) combinations of conditions among \(runs) runs, in the file system's cache"
        report.add("history.million.p50", times.median, "ms", ratio: times.median / 2, method: method + "; ratio to 2 ms")
        report.add("history.million.p99", times.quantile(0.99), "ms", ratio: times.quantile(0.99) / 10, method: method + "; ratio to 10 ms")
        report.add("history.million.worst", times.quantile(1), "ms", method: slowest.map { "\($0.filter)" } ?? method)
    }

    private static let filters: [RunFilter] = {
        var filters: [RunFilter] = []
        let hour = start(of: runs / 3) ..< start(of: runs / 3 + 3600)
        for skill in [nil, "skill_01", "skill_24"] {
            for version in [nil, id(1), id(24)] {
                for loop in [nil, "loop_01", "loop_rare"] {
                    for states: Set<RunState> in [[], [.failed], [.running], [.failed, .cancelled], [.quarantined]] {
                        for prefix in [nil, "http.", "llm."] {
                            for window in [nil, hour] {
                                filters.append(
                                    RunFilter(
                                        skill: skill, versionID: version, loop: loop, states: states, since: window?.lowerBound,
                                        until: window?.upperBound, errorPrefix: prefix))
                            }
                        }
                    }
                }
            }
        }
        // Every run costs something below a dollar; a handful cost just a little less, beside a hundred thousand of as many digits.
        return filters + [10_000, 500_000, 999_900, 999_990].map { RunFilter(costAtLeast: $0) }
    }()

    private static func start(of run: Int) -> Instant { Instant(milliseconds: 1_700_000_000_000 + Int64(run) * 1000) }
    private static func id(_ version: Int) -> String { String(repeating: "0", count: 62) + (version < 10 ? "0" : "") + "\(version)" }

    private static func isComplete(_ path: String) async throws -> Bool {
        let store = try SQLiteStore(path: path)
        let last = try await store.runs(RunFilter(), after: nil, limit: 1).items.first
        await store.close()
        return last?.key.rowID == Int64(runs)
    }

    /// Twenty-four skills, each with a loop that starts four of ten runs; the last skill, one loop and one error are rare, and 500
    /// runs are open. In a few SQL statements: run by run it would take minutes.
    private static func fill(_ path: String) async throws {
        EngineBench.remove(path)
        let store = try SQLiteStore(path: path)
        for number in 1...24 {
            let skill = "skill_" + id(number).suffix(2)
            let document = Array("{}".utf8)
            try await store.remember(Version(id: id(number), skill: skill, label: "1.0.0", document: document, commit: nil, seenAt: start(of: 0)))
        }
        await store.close()
        var database: OpaquePointer?
        defer { sqlite3_close_v2(database) }
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else { throw NotFilled(reason: "the file cannot be opened") }
        let sql = """
            PRAGMA cache_size = -400000;
            INSERT INTO runs (id, skill, version, input_hash, state, priority, trigger_kind, loop, nominal_at, created_at, started_at, changed_at,
                finished_at, error_type, calls, cost_micro_usd)
            WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < \(runs)),
                mixed AS (SELECT i, (i * 7919 + i / 997 * 31) % 1000 AS h, (i * 104729 + i / 641 * 17) % 1000 AS g FROM numbers),
                drawn AS (
                    SELECT i, h, CASE WHEN i % 20000 = 3 THEN 24 ELSE 1 + g * g / 43500 END AS v,
                        CASE WHEN i > \(runs - 500) THEN 'running' WHEN i % 50000 = 7 THEN 'quarantined' WHEN h < 900 THEN 'succeeded'
                            WHEN h < 970 THEN 'failed' WHEN h < 990 THEN 'cancelled' ELSE 'timed_out' END AS state
                    FROM mixed)
            SELECT printf('%08x-0000-7000-8000-%012x', i, i), skill, version, 'x', state, 0, CASE WHEN i % 10 < 4 THEN 'schedule' ELSE 'manual' END,
                CASE WHEN i % 30000 = 11 THEN 'loop_rare' WHEN i % 10 < 4 THEN 'loop_' || substr(skill, 7) END, NULL,
                1700000000000 + i * 1000, 1700000000000 + i * 1000, 1700000000000 + i * 1000 + 500,
                CASE WHEN state <> 'running' THEN 1700000000000 + i * 1000 + 500 END,
                CASE WHEN state = 'quarantined' THEN 'quarantined' WHEN state = 'timed_out' THEN 'limit.duration'
                    WHEN state = 'failed' THEN CASE WHEN i % 400 = 9 THEN 'llm.refused' WHEN h < 930 THEN 'http.status'
                        WHEN h < 950 THEN 'http.timeout' WHEN h < 960 THEN 'schema.output' ELSE 'expr.eval' END END, 5, (i * 7919) % 1000000
            FROM drawn JOIN versions ON version = v ORDER BY i;
            """
        var message: UnsafeMutablePointer<CChar>?
        guard sqlite3_exec(database, sql, nil, nil, &message) == SQLITE_OK else {
            throw NotFilled(reason: message.map { String(cString: $0) } ?? "no reason given")
        }
    }

    private struct NotFilled: Error { let reason: String }
}
