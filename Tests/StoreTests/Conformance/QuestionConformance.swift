import CivilTime
import Store
import Testing

@Suite struct QuestionConformance {
    private static let call = #"{"step":"ask","callable":"llm","input":{"model":"fast"},"ok":{"n":1},"usage":{"calls":1,"input_tokens":10,"output_tokens":2,"cost_usd":0.5}}"#

    /// Run 1 succeeded with two paid calls, the second of a skill; run 2 failed with a large output; a fire of a loop.
    private static func fill(_ store: any Store) async throws {
        let first = try await store.started(1)
        try await store.append(
            first.key, JournalEntry(kind: .intent, path: "ask", attempt: 1, at: instant(2), body: json("{}")),
            outcome("ask", at: instant(3), body: call), outcome("sub", body: call.replacing("\"llm\"", with: "\"skill:x\"")),
            JournalEntry(kind: .intent, path: "lost", attempt: 1, at: instant(2), body: json("{}")))
        try await store.finish(first.key, usage: UsageTotals(calls: 2, inputTokens: 20, outputTokens: 4, costMicroUSD: 500_000))
        try await store.label(first.key.rowID, Label(verdict: .good, by: "kim", at: instant(5)))
        try await store.label(first.key.rowID, Label(verdict: .bad, by: "kim", at: instant(6)))
        let large = json("{\"text\":\"\(String(repeating: "x", count: 20_000))\"}")
        let second = try await store.started(2) { $0.input = large }
        try await store.append(second.key, outcome("a", body: #"{"step":"a","callable":"http","error":{"type":"http.timeout"}}"#))
        try await store.finish(second.key, .failed, error: "http.timeout")
        _ = try await store.loop()
        _ = try await store.fire(
            FireDecision(loop: "night", fires: [Fire(nominalAt: instant(60), outcome: .missed)], watermark: nil, nextAt: nil, decidedAt: instant(61)))
    }

    private static func ask(_ sql: String, _ limits: SQLLimits = SQLLimits()) async throws -> SQLAnswer {
        try await answers([sql], limits)[0]
    }

    private static func answers(_ statements: [String], _ limits: SQLLimits = SQLLimits()) async throws -> [SQLAnswer] {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        try await fill(store)
        var answers: [SQLAnswer] = []
        do {
            for sql in statements { answers.append(try await store.answer(sql, limits)) }
        } catch {
            await store.close()
            throw error
        }
        await store.close()
        return answers
    }

    @Test func `the views say what happened`() async throws {
        let answers = try await Self.answers([
            "SELECT id, version, state, created_at, duration_ms, cost_usd, label FROM runs WHERE state = 'succeeded'",
            "SELECT length(input), error_type, started_at FROM runs WHERE state = 'failed'",
            "SELECT path, kind, callable, output, duration_ms, error_type FROM steps WHERE run_id = '\(runID(1))' ORDER BY sequence",
            "SELECT step, model, day, input_tokens, cost_usd FROM costs", "SELECT loop, outcome, count, run_id FROM fires",
            "SELECT skill, label, document FROM versions",
        ])
        #expect(answers[0].columns == ["id", "version", "state", "created_at", "duration_ms", "cost_usd", "label"])
        #expect(
            answers[0].rows == [
                [.text(runID(1)), .text("1.0.1"), .text("succeeded"), .text(instant(1).rfc3339.dropLast() + ".000Z"), .integer(99_000), .real(0.5), .text("bad")]
            ])
        #expect(answers[1].rows.map { $0[0] } == [.integer(20_011)] && answers[1].rows[0][1] == .text("http.timeout"))
        #expect(answers[2].rows.map { $0[0] } == [.text("ask"), .text("sub"), .text("lost")])
        #expect(answers[2].rows[0][3] == .text(#"{"n":1}"#) && answers[2].rows[0][4] == .real(1.5) && answers[2].rows[2][1] == .text("intent"))
        #expect(answers[3].rows == [[.text("ask"), .text("fast"), .text("2026-09-21"), .integer(10), .real(0.5)]])
        #expect(answers[4].rows == [[.text("night"), .text("missed"), .integer(1), .null]])
        #expect(answers[5].rows == [[.text("sweep"), .text("1.0.1"), .text("{\"v\":1}")]])
    }

    @Test(arguments: [
        "SELECT * FROM journal", "SELECT input_hash FROM main.runs", "SELECT body FROM main.journal", "SELECT sql FROM sqlite_schema",
        "SELECT sql FROM sqlite_temp_schema", "WITH runs AS (SELECT input_hash FROM main.runs) SELECT * FROM runs",
        "WITH x AS (SELECT body FROM main.journal) SELECT * FROM x", "SELECT (SELECT max(body) FROM main.journal) FROM runs",
        "SELECT * FROM runs, main.documents", "SELECT id FROM \"\u{1}runs\"", "DELETE FROM runs", "INSERT INTO main.blobs (bytes) VALUES (x'00')",
        "UPDATE main.runs SET skill = 'x'", "CREATE TEMP TABLE t (a)", "DROP VIEW runs", "PRAGMA query_only = 0", "PRAGMA table_info(runs)",
        "SELECT * FROM pragma_table_info('runs')", "ATTACH '/tmp/x.db' AS x", "BEGIN", "COMMIT", "VACUUM INTO '/tmp/x.db'", "SELECT 1; DELETE FROM runs",
        "SELECT 1; SELECT 2", "", " ; -- nothing", "SELEC 1", "SELECT nothing FROM runs", "SELECT load_extension('x')", "SELECT randomblob(1000000000)",
    ])
    func `what is no question over the views is refused`(_ sql: String) async throws {
        let error = await #expect(throws: StoreError.self) { try await Self.ask(sql) }
        guard case .question? = error else {
            Issue.record("\(sql): \(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        ("SELECT count(*) FROM runs", 2), ("SELECT count(*) FROM (SELECT 1 FROM steps UNION ALL SELECT 1 FROM fires)", 5),
        ("WITH runs AS (SELECT 7 AS n) SELECT n FROM runs", 7), ("SELECT value FROM json_each('[3]')", 3),
        ("SELECT count(*) FROM runs JOIN steps ON steps.run_id = runs.id LEFT JOIN versions ON versions.id = runs.version_id;\n-- all", 4),
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT max(i) FROM n", 9),
    ])
    func `everything SELECT can do is answered`(_ sql: String, _ value: Int64) async throws {
        #expect(try await Self.ask(sql).rows == [[.integer(value)]])
    }

    @Test func `rows and bytes beyond the limits are left out, and that is told`() async throws {
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        let cut = try await Self.ask(numbers, SQLLimits(rows: 3))
        #expect(cut.rows == [[.integer(1)], [.integer(2)], [.integer(3)]] && cut.isCut)
        #expect(try await Self.ask(numbers + " LIMIT 3", SQLLimits(rows: 3)).isCut == false)
        let wide = try await Self.ask("SELECT hex(zeroblob(600)) FROM json_each('[1,2,3]')", SQLLimits(bytes: 2_500))
        #expect(wide.rows.count == 2 && wide.isCut)
    }

    @Test func `a question that takes too long is ended, and the next one is answered`() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        await #expect(throws: StoreError.questionTooLong(.milliseconds(50))) { try await store.answer(endless, SQLLimits(time: .milliseconds(50))) }
        #expect(try await store.answer("SELECT 1", SQLLimits()).rows == [[.integer(1)]])
        await store.close()
    }
}
