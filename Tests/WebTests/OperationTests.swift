import Engine
import JSON
import Store
import Testing
import Workspace

@testable import Web

/// What operators do with runs: ending, repeating and judging them, starts with keys, events.
@Suite(.timeLimit(.minutes(1))) struct OperationTests {
    private static let steps = """
        {
          "language": 1, "skill": "steps", "version": "1.0.0", "summary": "Two calls, then an end.",
          "input": {"type": "object"}, "output": {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]},
          "steps": [{"id": "one", "call": "echo", "with": {"n": 1}}, {"id": "two", "call": "echo", "with": {"n": 2}}],
          "result": {"n": "${steps.two.n}"},
          "tests": [{"name": "ends", "input": {}, "mocks": {}, "expect": {"output": {"n": 2}}}]
        }
        """
    private static let listen = """
        {
          "language": 1, "skill": "listen", "version": "1.0.0", "summary": "Waits for news.",
          "input": {"type": "object"}, "output": {"type": "object"},
          "steps": [{"id": "news", "call": "event", "timeout": "10m", "with": {"name": "news"}}], "result": "${steps.news}",
          "tests": [{"name": "hears", "input": {}, "mocks": {"news": {"output": {}}}, "expect": {"output": {}}}]
        }
        """
    private static let files = [
        "skills/steps/skill.json": steps, "skills/listen/skill.json": listen, "skills/hold/skill.json": Documents.hold,
        "skills/greet/skill.json": Documents.greet,
    ]

    @Test func `a terminated run ends at once, and one that has ended stays as it is`() async throws {
        try await Site.open(Self.files) { site in
            let id = await site.post("/runs", ["skill": "hold"]).json["id"]?.string ?? ""
            let answer = await site.post("/runs/\(id)/terminate", ["reason": "stuck"])
            #expect(answer.status == .ok && answer.json["state"] == "terminated" && answer.json["error_type"] == "terminated")
            #expect(await site.get("/runs/\(id)").json["error"]?["message"] == "stuck")
            let greeted = await site.greet()
            #expect(await site.post("/runs/\(greeted)/terminate").json["state"] == "succeeded")
        }
    }

    @Test func `a paused run says so and goes on when it is resumed, and one that has ended takes neither`() async throws {
        try await Site.open(Self.files) { site in
            let id = await site.post("/runs", ["skill": "listen"]).json["id"]?.string ?? ""
            while await site.get("/runs/\(id)").json["state"] != "waiting" { await Task.yield() }
            var answer = await site.post("/runs/\(id)/pause", ["reason": "look first"])
            while answer.json["state"] != "paused" { answer = await site.get("/runs/\(id)") }
            #expect(answer.json["wait"]?["kind"] == "resume")
            let pause = await site.get("/runs/\(id)").json["pause"]
            #expect(pause?["reason"] == "look first" && pause?["by"]?.string != nil)
            #expect(await site.post("/events", ["name": "news", "payload": ["n": 1]]).json["reached"] == 1)
            #expect(await site.get("/runs/\(id)").json["state"] == "paused")
            #expect(await site.post("/runs/\(id)/resume").status == .ok)
            let ended = await site.get("/runs/\(id)?wait=10").json
            #expect(ended["state"] == "succeeded" && ended["pause"]?.isNull == true)
            for what in ["pause", "resume"] { #expect(await site.post("/runs/\(id)/\(what)").code == "not_under_way") }
        }
    }

    @Test func `a repetition says what it keeps, and both runs know of each other`() async throws {
        try await Site.open(Self.files) { site in
            let id = await site.ended(await site.post("/runs", ["skill": "steps"]))
            let missing = await site.post("/runs/\(id)/retry")
            #expect(missing.status == .conflict && missing.code == "not_repeatable")
            let plan = await site.post("/runs/\(id)/retry", ["from": "two", "dry_run": true])
            #expect(plan.status == .ok && plan.json["kept"]?.array?.map { $0["path"] } == ["one"])
            #expect(plan.json["again"]?.array?.map { $0["path"] } == ["two"] && plan.json["problem"]?.isNull == true)
            #expect(await site.get("/runs").items.count == 1)
            let started = await site.post("/runs/\(id)/retry", ["from": "two"])
            #expect(started.status == .created && started.json["trigger"] == "manual" && started.json["plan"]?["origin"]?.string == id)
            let again = await site.ended(started)
            let run = await site.get("/runs/\(again)").json
            #expect(run["state"] == "succeeded" && run["output"] == ["n": 2])
            #expect(run["repeats"] == ["run_id": .string(id), "kept": 1, "from": "two", "attempt": 2])
            #expect(await site.get("/runs/\(id)").json["repetitions"]?.array?.first?["run_id"]?.string == again)
        }
    }

    @Test func `a live version that takes another way is told by a dry run and refused`() async throws {
        try await Site.open(Self.files) { site in
            let id = await site.ended(await site.post("/runs", ["skill": "steps"]))
            let other = Self.steps.replacing("1.0.0", with: "2.0.0").replacing(#""id": "one""#, with: #""id": "first""#)
            _ = try await site.registry.adopt(try await site.land(["skills/steps/skill.json": other]), dryRun: false)
            let body: JSON.Object = ["from": "two", "version": "live"]
            let plan = await site.post("/runs/\(id)/retry", ["from": "two", "version": "live", "dry_run": true])
            #expect(plan.status == .ok && plan.json["version"] == "2.0.0" && plan.json["problem"]?["call"]?["path"] == "one")
            let refused = await site.post("/runs/\(id)/retry", .object(body))
            #expect(refused.status == .conflict && refused.code == "retry.diverged")
            #expect(refused.json["error"]?["findings"]?.array?.first?["pointer"] == "/one")
            #expect(await site.post("/runs/\(id)/retry", ["from": "two", "version": "1.0.0"]).status == .created)
            #expect(await site.post("/runs/\(id)/retry", ["from": "two", "version": "7.7.7"]).code == "invalid_field")
        }
    }

    @Test func `a verdict is stored with its author, agents judge too, and what is expected must be possible`() async throws {
        try await Site.open(Self.files) { site in
            let id = await site.ended(await site.post("/runs", ["skill": "steps"]))
            #expect(await site.post("/runs/\(id)/labels", ["verdict": "bad", "expected": ["n": 3], "note": "off by one"]).status == .created)
            #expect(await site.post("/runs/\(id)/labels", ["verdict": "false_alarm"], as: .agent).status == .created)
            let labels = await site.get("/runs/\(id)").json["labels"]?.array ?? []
            #expect(labels.map { $0["token"]?.string } == [Site.token(.operator).id, Site.token(.agent).id])
            #expect(labels.map { $0["by"] } == ["operator", "agent"] && labels.map { $0["verdict"] } == ["bad", "false_alarm"])
            #expect(labels.first?["expected"] == ["n": 3] && labels.first?["note"] == "off by one")
            let refused = await site.post("/runs/\(id)/labels", ["verdict": "bad", "expected": ["n": "three"]])
            #expect(refused.status == .unprocessable && refused.json["error"]?["findings"]?.array?.first?["pointer"] == "/n")
            #expect(await site.post("/runs/\(id)/labels", ["verdict": "great"]).code == "invalid_field")
            #expect(await site.post("/runs/\(id)/labels", ["verdict": "bad"], as: .viewer).status == .forbidden)
            #expect(await site.get("/runs/\(id)").json["labels"]?.array?.count == 2)
        }
    }

    @Test func `a key can come in the header, and says what a second start means`() async throws {
        try await Site.open(Self.files) { site in
            func start(_ key: String?, _ body: JSON.Object) async -> Answer {
                var head = Site.head("POST", "/runs", as: .operator)
                head.idempotencyKey = key
                let bytes = JSON.object(body).bytes(.compact)
                return await site.api.answer(head) { bytes }
            }
            let first = await start("k1", ["skill": "hold", "priority": 5])
            #expect(first.status == .created && first.json["priority"] == 5 && first.json["idempotency_key"] == "k1")
            let id = first.json["id"]?.string ?? ""
            #expect(await start("k1", ["skill": "hold", "idempotency_key": "k1"]).json["id"]?.string == id)
            let other = await start("k1", ["skill": "hold", "input": ["x": 1]])
            #expect(other.status == .conflict && other.code == "idempotency_conflict" && other.json["error"]?["run_id"]?.string == id)
            let busy = await start("k1", ["skill": "hold", "on_conflict": "fail"])
            #expect(busy.status == .conflict && busy.code == "already_running" && busy.json["error"]?["run_id"]?.string == id)
            #expect(await start("k1", ["skill": "hold", "on_conflict": "replace"]).status == .created)
            await site.engine.settled(id)
            #expect(await site.get("/runs/\(id)").json["state"] == "cancelled")
            #expect(await start("", ["skill": "hold"]).code == "invalid_header")
            #expect(await start("k1", ["skill": "hold", "idempotency_key": "k2"]).code == "invalid_header")
            #expect(await start(nil, ["skill": "hold", "idempotency_key": ""]).code == "invalid_field")
            #expect(await start(nil, ["skill": "hold", "reuse": "always"]).code == "invalid_field")
            #expect(await start("k2", ["skill": "hold", "reuse": "sometimes"]).code == "invalid_field")
        }
    }

    @Test func `a key may be used again after the end, where the start says so`() async throws {
        try await Site.open(Self.files) { site in
            func start(_ reuse: String) async -> Answer {
                await site.post("/runs", ["skill": "steps", "idempotency_key": "k", "reuse": .string(reuse)])
            }
            let first = await site.ended(await start("never"))
            #expect(await start("never").json["id"]?.string == first)
            #expect(await start("failed_only").json["id"]?.string == first)
            let second = await start("always")
            #expect(second.status == .created && second.json["id"]?.string != first)
        }
    }

    @Test func `an event reaches who waits for it, once an id`() async throws {
        try await Site.open(Self.files) { site in
            let id = await site.post("/runs", ["skill": "listen"]).json["id"]?.string ?? ""
            while await site.get("/runs/\(id)").json["state"] != "waiting" { await Task.yield() }
            #expect(await site.post("/events", ["name": "weather"]).json["reached"] == 0)
            let answer = await site.post("/events", ["name": "news", "id": "n1", "payload": ["text": "rain"]])
            #expect(answer.status == .accepted && answer.json["reached"] == 1)
            await site.engine.settled(id)
            #expect(await site.get("/runs/\(id)").json["output"] == ["text": "rain"])
            #expect(await site.post("/events", ["name": "news", "id": "n1"]).json["reached"] == 0)
            #expect(await site.post("/events", [:]).code == "invalid_field")
            #expect(await site.post("/events", ["name": "news"], as: .agent).status == .forbidden)
        }
    }
}
