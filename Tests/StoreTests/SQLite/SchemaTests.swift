import CivilTime
import Testing

@testable import Store

@Suite struct SchemaTests {
    /// Each is an update no code path makes, and the invariant that stops it. Run 1 is running, 2 waits, 3 has failed.
    static let violations: [(sql: String, invariant: String)] = [
        ("UPDATE runs SET state = 'odd' WHERE run = 1", "finished_iff_terminal"),
        ("UPDATE runs SET finished_at = 5 WHERE run = 1", "finished_iff_terminal"),
        ("UPDATE runs SET finished_at = NULL WHERE run = 3", "finished_iff_terminal"),
        ("UPDATE runs SET state = 'waiting' WHERE run = 1", "waiting_says_for_what"),
        ("UPDATE runs SET wait_kind = 'sleep' WHERE run = 1", "waiting_says_for_what"),
        ("UPDATE runs SET wait_until = 5 WHERE run = 1", "only_waiting_has_wait"),
        ("UPDATE runs SET wait_kind = '' WHERE run = 2", "wait_kind <> ''"),
        ("UPDATE runs SET started_at = NULL WHERE run = 1", "running_has_started"),
        ("UPDATE runs SET error_type = NULL WHERE run = 3", "failed_has_error"),
        ("UPDATE runs SET error_type = 'x' WHERE run = 1", "error_only_at_bad_end"),
        ("UPDATE runs SET state = 'succeeded' WHERE run = 3", "error_only_at_bad_end"),
        ("UPDATE runs SET parent = 2 WHERE run = 1", "parent_is_whole"),
        ("UPDATE runs SET parent = 2, parent_path = 'p', parent_attempt = 1 WHERE run = 1", "child_has_root"),
        ("UPDATE runs SET nominal_at = 5 WHERE run = 1", "nominal_time_of_a_loop"),
        ("UPDATE runs SET epoch = 0 WHERE run = 1", "epoch >= 1"),
        ("UPDATE runs SET calls = -1 WHERE run = 1", "calls >= 0"),
        ("UPDATE runs SET id = 'short' WHERE run = 1", "length(id) = 36"),
        ("UPDATE runs SET id = (SELECT id FROM runs WHERE run = 2) WHERE run = 1", "runs.id"),
        ("UPDATE runs SET version = 77 WHERE run = 1", "FOREIGN KEY"),
        ("UPDATE runs SET idempotency_key = '' WHERE run = 1", "idempotency_key <> ''"),
        ("UPDATE runs SET created_at = 'noon' WHERE run = 1", "TEXT value in INTEGER column"),
        ("DELETE FROM versions", "FOREIGN KEY"),
        ("UPDATE journal SET sequence = 1", "journal.run, journal.sequence"),
        ("UPDATE journal SET sequence = 0 WHERE sequence = 1", "sequence >= 1"),
        ("UPDATE journal SET kind = 'odd'", "kind = 'outcome'"),
        ("UPDATE journal SET body = NULL", "(body IS NULL) <> (blob IS NULL)"),
        ("UPDATE journal SET attempt = 0", "attempt >= 1"),
        ("UPDATE documents SET input = NULL", "(input IS NULL) <> (input_blob IS NULL)"),
        ("UPDATE loops SET paused_at = 5", "pause_is_whole"),
        ("UPDATE loops SET paused_reason = 'r'", "pause_is_whole"),
        ("UPDATE fires SET outcome = 'odd'", "outcome = 'started'"),
        ("UPDATE fires SET outcome = 'started'", "started_has_run"),
        ("UPDATE fires SET run = 1", "run_was_started"),
        ("UPDATE fires SET count = 2", "range_is_whole"),
        ("UPDATE fires SET through_at = nominal_at, count = 2", "range_is_whole"),
        ("UPDATE fires SET through_at = nominal_at + 1, count = 2, outcome = 'buffered'", "range_started_nothing"),
        ("INSERT INTO fires SELECT * FROM fires", "fires.loop, fires.nominal_at"),
        ("INSERT INTO engine VALUES (2, 1)", "only = 1"),
        ("INSERT INTO tool_calls VALUES (1, 0, 'agent', NULL, NULL, 'get_run', 'abc', 'ok', 1, NULL)", "length(arguments_hash) = 64"),
        ("INSERT INTO tool_calls VALUES (1, 0, 'agent', NULL, NULL, 'get_run', hex(zeroblob(32)), 'ok', -1, NULL)", "duration_ms >= 0"),
        (
            "INSERT INTO tokens VALUES (1, 'tok_a', 'kim', 'viewer', hex(zeroblob(32)), 0, 'owner', NULL, NULL, 0)", "rate_per_minute > 0"
        ),
    ]

    @Test func `bodies over 16 KiB lie apart from the rows people scan`() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        let (large, small) = (json(String(repeating: "1", count: 16_385)), json(String(repeating: "1", count: 16_384)))
        for (number, body) in [large, small].enumerated() {
            let run = try await store.started(number) { $0.input = body }
            try await store.append(run.key, JournalEntry(kind: .outcome, path: "p", attempt: 1, at: instant(1), body: body))
        }
        await store.close()
        let connection = try Connection(readingFrom: directory.database)
        #expect(try connection.first("SELECT count(*) FROM blobs") { $0.count() } == 2)
        #expect(try connection.first("SELECT count(*) FROM journal WHERE body IS NULL") { $0.count() } == 1)
        #expect(try connection.first("SELECT count(*) FROM documents WHERE input IS NULL") { $0.count() } == 1)
    }

    @Test func `the database itself refuses rows that break an invariant`() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        let first = try await store.started(1)
        try await store.append(first.key, outcome(), outcome())
        let second = try await store.started(2)
        try await store.apply(RunTransition(run: second.key, entries: [], change: .waiting(on: "sleep", detail: nil, until: nil), at: instant(1)))
        try await store.finish(store.started(3).key, .failed, error: "x")
        _ = try await store.loop()
        let fire = FireDecision(
            loop: "night", fires: [Fire(nominalAt: instant(60), outcome: .missed)], watermark: nil, nextAt: nil, decidedAt: instant(61))
        _ = try await store.fire(fire)
        await store.close()
        let connection = try Connection(writingTo: directory.database, options: SQLiteStore.Options())
        for (sql, invariant) in Self.violations {
            let error = #expect(throws: StoreError.self, "\(sql)") { try connection.execute(script: sql) }
            guard case .constraint(let message)? = error else {
                Issue.record("\(sql): \(String(describing: error))")
                continue
            }
            #expect(message.contains(invariant), "\(sql): \(message)")
        }
    }
}
