import CivilTime
import JSON
import Store
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct HistoryTests {
    @Test func `questions in SQL are answered with columns and rows`() async throws {
        try await Site.open { site in
            let run = await site.greet()
            let answer = await site.post("/sql", ["sql": "SELECT id, calls, loop, output FROM runs"], as: .viewer)
            #expect(answer.status == .ok)
            #expect(answer.json["columns"] == ["id", "calls", "loop", "output"] && answer.json["cut"] == false)
            #expect(answer.json["rows"] == [[.string(run), 1, nil, #"{"text":"hello Ada"}"#]])
            #expect(await site.post("/sql", ["sql": "SELECT 9e999, x'0fa0'"], as: .viewer).json["rows"] == [["inf", "x'0fa0'"]])
            let cut = await site.post("/sql", ["sql": "SELECT value FROM json_each('[1,2]')", "limit": 1], as: .viewer)
            #expect(cut.json["rows"] == [[1]] && cut.json["cut"] == true)
        }
    }

    @Test func `a statement that is not for this place is refused with SQLite's words`() async throws {
        try await Site.open { site in
            let table = await site.post("/sql", ["sql": "SELECT body FROM journal"], as: .viewer)
            #expect(table.status == .badRequest && table.code == "invalid_sql" && table.message.contains("journal.body"))
            #expect(await site.post("/sql", ["sql": "DELETE FROM runs"], as: .admin).code == "invalid_sql")
            #expect(await site.post("/sql", [:], as: .viewer).code == "invalid_field")
            #expect(await site.post("/sql", ["sql": "SELECT 1", "limit": 0], as: .viewer).code == "invalid_field")
            let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
            let slow = await site.post("/sql", ["sql": .string(endless), "timeout_ms": 20], as: .viewer)
            #expect(slow.code == "sql_timeout")
        }
    }

    @Test func `figures are told for each skill`() async throws {
        try await Site.open { site in
            await site.greet()
            await site.greet("Alan")
            _ = await site.ended(await site.post("/runs", ["skill": "pair"]))
            let stats = await site.get("/runs/stats")
            #expect(stats.items.map { $0["skill"] } == ["greet", "pair"])
            #expect(stats.items[0]["runs"] == 4 && stats.items[0]["states"] == ["succeeded": 4] && stats.items[0]["median_ms"]?.int != nil)
            #expect(await site.get("/runs/stats?skill=pair").items.count == 1)
            #expect(await site.get("/runs/stats?since=\((site.time.now() + .seconds(9)).rfc3339)").items.isEmpty)
        }
    }

    @Test func `runs are found by verdict, cost and any label of a version`() async throws {
        try await Site.open { site in
            let run = await site.greet()
            await site.greet("Alan")
            try await site.store.label(site.store.run(run).key.rowID, Label(verdict: .bad, by: "kim", at: site.time.now()))
            func ids(_ query: String) async -> [String] { await site.get("/runs?\(query)").items.compactMap { $0["id"]?.string } }
            #expect(await ids("label=bad") == [run])
            #expect(await ids("label=good") == [])
            #expect(await ids("cost_at_least=0.01") == [])
            #expect(await ids("version=greet@1.0.0").count == 2)
            try await site.store.remember(Version(id: String(repeating: "a", count: 64), skill: "greet", label: "0.9.0", document: [], commit: nil, seenAt: site.time.now()))
            #expect(await ids("skill=greet&version=0.9.0") == [])
            for wrong in ["label=fine", "cost_at_least=-1", "cost_at_least=x", "version=greet@7.0.0", "version=1.0.0"] {
                #expect(await site.get("/runs?\(wrong)").code == "invalid_parameter", "\(wrong)")
            }
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct ReceiptTests {
    @Test func `a receipt names the versions, commits, permits and writes of a run`() async throws {
        try await Site.open { site in
            let pair = await site.ended(await site.post("/runs", ["skill": "pair"]))
            let receipt = await site.get("/runs/\(pair)/receipt")
            let live = try #require(site.registry.live("pair"))
            #expect(receipt.status == .ok && receipt.json["id"] == .string(pair) && receipt.json["state"] == "succeeded")
            #expect(receipt.json["version"]?["version_id"] == .string(live.id) && receipt.json["version"]?["commit"]?.string == live.commit)
            #expect(receipt.json["version"]?["permits"] == ["skills": ["greet@^1"]])
            #expect(receipt.json["callees"]?.array?.map { $0["name"] } == ["greet"])
            #expect(receipt.json["input_hash"]?.string?.isEmpty == false && receipt.json["writes"] == [] && receipt.json["models"] == [])
        }
    }

    @Test func `everything a version did is found by its label and by its id`() async throws {
        try await Site.open { site in
            let first = await site.greet()
            _ = await site.ended(await site.post("/runs", ["skill": "pair"]))
            let id = try #require(site.registry.live("greet")?.id)
            for name in ["greet@1.0.0", "greet%401.0.0", id] {
                let answer = await site.get("/versions/\(name)/effects")
                #expect(answer.items.count == 3 && answer.items.last?["id"] == .string(first), "\(name)")
                #expect(answer.json["version"]?["version_id"] == .string(id))
            }
            let page = await site.get("/versions/\(id)/effects?limit=2")
            #expect(page.items.count == 2 && page.json["next"]?.string != nil)
            #expect(await site.get("/versions/hold@1.0.0").json["document"]?["skill"] == "hold")
            for name in ["greet@9.9.9", "nothing"] { #expect(await site.get("/versions/\(name)").code == "unknown_version") }
        }
    }

    private static func entry(_ kind: JournalEntry.Kind, _ path: String, _ body: JSON) -> JournalEntry {
        JournalEntry(kind: kind, path: path, attempt: 1, at: Instant(milliseconds: 0), body: body.bytes(.compact))
    }

    @Test func `writes are the calls that wrote or may have`() async throws {
        try await Site.open { site in
            let run = try await site.store.run(await site.greet())
            let entries = [
                Self.entry(.late, "get", ["callable": "http", "input": ["method": "GET"], "ok": 1]),
                Self.entry(.late, "put", ["callable": "http", "input": ["method": "PUT"], "ok": 1]),
                Self.entry(.late, "ask", ["callable": "llm", "input": ["model": "fast"], "ok": 1, "usage": ["input_tokens": 3, "cost_usd": 0.5]]),
                Self.entry(.late, "keep", ["callable": "memory.put", "input": ["key": "k"], "ok": 1]),
                Self.entry(.late, "sub", ["callable": "skill:x", "input": [:], "ok": 1]),
                Self.entry(.late, "new", ["callable": "something.new", "input": [:], "ok": 1]),
            ]
            try await site.store.apply(RunTransition(run: run.key, entries: entries, at: site.time.now()))
            let receipt = await site.get("/runs/\(run.id)/receipt").json
            #expect(receipt["writes"]?.array?.map { $0["path"] } == ["put", "keep", "new"])
            #expect(receipt["models"] == [["model": "fast", "calls": 1, "input_tokens": 3, "output_tokens": 0, "cost_usd": 0.5]])
        }
    }
}
