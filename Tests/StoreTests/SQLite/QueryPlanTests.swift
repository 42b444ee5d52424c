import CivilTime
import Testing

@testable import Store

/// A list has to cost what its page costs. These look at how SQLite means to answer, which does not depend on the clock of
/// the machine that runs the test.
@Suite struct QueryPlanTests {
    private static func plan(of sql: String, on connection: Connection) throws -> [String] {
        try connection.all(composed: "EXPLAIN QUERY PLAN " + sql, []) { row in
            _ = (row.integer(), row.integer(), row.integer())
            return row.text()
        }
    }

    /// Every combination of conditions that chooses other indexes.
    private static let filters: [RunFilter] = {
        var filters: [RunFilter] = []
        for skill in [nil, "sweep"] {
            for version in [nil, versionID()] {
                for loop in [nil, "night"] {
                    for states: Set<RunState> in [[], [.failed], [.running], [.failed, .running, .cancelled]] {
                        for prefix in [nil, "http."] {
                            filters.append(RunFilter(skill: skill, versionID: version, loop: loop, states: states, errorPrefix: prefix))
                        }
                    }
                }
            }
        }
        return filters + [RunFilter(costAtLeast: 500), RunFilter(states: [.failed], costAtLeast: 500)]
    }()

    @Test func `no list sorts or reads more than its page`() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        for number in 0..<3 { try await store.finish(store.started(number) { $0.loop = "night" }.key, .failed, error: "http.\(number)") }
        await store.close()
        let connection = try Connection(readingFrom: directory.database)
        for filter in Self.filters {
            for cursor in [nil, Cursor(at: instant(5), row: 9)] {
                var listing = RunListing(filter, after: cursor, limit: 50, few: 0)
                guard let sql = try listing.statement(on: connection) else { continue }
                let plan = try Self.plan(of: sql, on: connection)
                // The last line may be the sorting of the page itself.
                #expect(!plan.dropLast().contains { $0.contains("TEMP B-TREE") }, "\(filter): \(plan)")
                // The two scans that remain are in order and end with the page: of all runs by time, of the open ones.
                let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN k") }
                #expect(scans.allSatisfy { $0.contains("runs_time") || $0.contains("runs_open") }, "\(filter): \(plan)")
            }
        }
    }

    @Test func `runs of a cost that is rare are looked up by their cost`() throws {
        let connection = try Connection(path: ":memory:", access: .writing)
        try Schema.migrate(connection, at: ":memory:")
        var listing = RunListing(RunFilter(costAtLeast: 990), after: nil, limit: 50)
        let sql = try #require(try listing.statement(on: connection))
        let plan = try Self.plan(of: sql, on: connection)
        #expect(plan.contains { $0.contains("runs_cost_value") && $0.contains("(<expr>>?)") }, "\(plan)")
    }

    @Test func `what the engine asks all the time is answered from an index`() async throws {
        let directory = try TemporaryDirectory()
        await (try SQLiteStore(path: directory.database)).close()
        let connection = try Connection(readingFrom: directory.database)
        let queries = [
            "\(RunRecord.select) WHERE r.run = 1": "INTEGER PRIMARY KEY",
            "SELECT run, id FROM runs WHERE id >= 'a' AND id < 'b' ORDER BY id LIMIT 4": "(id>? AND id<?)",
            "SELECT run FROM wakes INDEXED BY wakes_due WHERE due_at <= 5 ORDER BY due_at, run LIMIT 9": "wakes_due",
            Connection.inbox: "waits_inbox",
            "\(RunSummary.select) WHERE r.parent = 5 ORDER BY r.run": "runs_child",
            "\(FireRecord.select) WHERE f.loop = 'x' AND f.nominal_at < 5 ORDER BY f.nominal_at DESC LIMIT 9":
                "PRIMARY KEY (loop=? AND nominal_at<?)",
            FireRecord.buffered: "fires_buffered",
            Connection.openRuns: "runs_open",
        ]
        for (sql, index) in queries {
            let plan = try Self.plan(of: sql, on: connection)
            #expect(!plan.contains { $0.hasPrefix("SCAN") && $0 != "SCAN k" } && plan.contains { $0.contains(index) }, "\(sql): \(plan)")
        }
    }
}
