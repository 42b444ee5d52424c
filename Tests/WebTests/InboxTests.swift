import Engine
import JSON
import Store
import Testing
import Workspace

@testable import Web

/// What waits for a person, answered through the API.
@Suite(.timeLimit(.minutes(1))) struct InboxTests {
    /// Asks whether to pay, and how much.
    private static let ask = """
        {
          "language": 1, "skill": "ask", "version": "1.0.0", "summary": "Asks before it pays.",
          "input": {"type": "object"}, "output": {"type": "object"}, "limits": {"duration": "40m", "calls": 9},
          "steps": [{"id": "sign", "call": "human", "timeout": "30m", "with": {"prompt": "Pay ${input.sum}?", "assign": ["olga", "emil"], "notify": ["operations"], "response": {
            "type": "object", "required": ["approve"], "additionalProperties": false,
            "properties": {"approve": {"type": "boolean"}, "sum": {"type": "integer", "default": 7}}}}}],
          "result": "${steps.sign}",
          "tests": [{"name": "asks", "input": {"sum": 1}, "mocks": {"sign": {"output": {"approve": true}}}, "expect": {"output": {"approve": true}}}]
        }
        """
    private static let files = ["skills/ask/skill.json": ask, "skills/greet/skill.json": Documents.greet]

    private static func opened(_ site: Site) async throws -> (run: String, question: JSON) {
        let run = await site.post("/runs", ["skill": "ask", "input": ["sum": 5]]).json["id"]?.string ?? ""
        while true {
            if let item = await site.get("/inbox").items.first(where: { $0["run_id"]?.string == run }) { return (run, item) }
            await Task.yield()
        }
    }

    @Test func `a question is listed, shown with its form, and goes with its run`() async throws {
        try await Site.open(Self.files) { site in
            let (run, item) = try await Self.opened(site)
            #expect(item["kind"] == "human" && item["skill"] == "ask" && item["step"] == "sign" && item["path"] == "sign")
            #expect(item["prompt"] == "Pay 5?" && item["assign"] == "olga, emil" && item["notify"] == "operations" && item["state"] == "open")
            let id = item["id"]?.string ?? ""
            let detail = await site.get("/inbox/\(id.uppercased())").json
            #expect(detail["response"]?["required"] == ["approve"] && detail["answer"]?.isNull == true)
            let waits = await site.get("/runs/\(run)").json["waits"]?.array ?? []
            #expect(waits.map { $0["id"]?.string } == [id])
            #expect(await site.get("/inbox/01a1fe70-0000-7000-8000-000000000000").code == "unknown_question")
        }
    }

    @Test func `an answer that fits its form goes on with the run, defaults filled in, and the first counts`() async throws {
        try await Site.open(Self.files) { site in
            let (run, item) = try await Self.opened(site)
            let path = "/inbox/\(item["id"]?.string ?? "")/answer"
            let answer = await site.post(path, ["value": ["approve": true]])
            #expect(answer.status == .ok && answer.json["answer"]?["by"]?.string == Site.signature(.operator))
            #expect(answer.json["answer"]?["body"] == ["ok": ["approve": true, "sum": 7]])
            await site.engine.settled(run)
            let ended = await site.get("/runs/\(run)").json
            #expect(ended["output"] == ["approve": true, "sum": 7] && ended["waits"] == [])
            let second = await site.post(path, ["value": ["approve": false]])
            #expect(second.status == .conflict && second.code == "not_waiting")
            #expect(await site.get("/inbox").items.isEmpty)
        }
    }

    @Test func `an answer that does not fit is told place by place, and nothing is lost`() async throws {
        try await Site.open(Self.files) { site in
            let (run, item) = try await Self.opened(site)
            let path = "/inbox/\(item["id"]?.string ?? "")/answer"
            let answer = await site.post(path, ["value": ["approve": "yes", "sum": 1.5]])
            #expect(answer.status == .unprocessable && answer.code == "invalid_answer")
            let pointers = answer.json["error"]?["findings"]?.array?.compactMap { $0["pointer"]?.string }
            #expect(pointers?.sorted() == ["/approve", "/sum"])
            #expect(await site.get("/inbox").items.count == 1)
            #expect(await site.post(path, ["decision": "retry"]).code == "wrong_answer")
            #expect(await site.post(path, ["value": ["approve": true], "declined": true]).code == "invalid_field")
            #expect(await site.post(path).code == "invalid_field")
            #expect(await site.post(path, ["value": ["approve": false]]).status == .ok)
            await site.engine.settled(run)
        }
    }

    @Test func `a declined question fails its call`() async throws {
        try await Site.open(Self.files) { site in
            let (run, item) = try await Self.opened(site)
            #expect(await site.post("/inbox/\(item["id"]?.string ?? "")/answer", ["declined": true, "reason": "not mine"]).status == .ok)
            await site.engine.settled(run)
            let ended = await site.get("/runs/\(run)").json
            #expect(ended["error_type"] == "human.cancelled" && ended["error"]?["message"] == "not mine")
        }
    }

    @Test func `an agent never answers, not even what it can read`() async throws {
        try await Site.open(Self.files) { site in
            let (_, item) = try await Self.opened(site)
            let answer = await site.post("/inbox/\(item["id"]?.string ?? "")/answer", ["value": ["approve": true]], as: .agent)
            #expect(answer.status == .forbidden && answer.code == "scope")
            #expect(await site.get("/inbox").items.count == 1)
        }
    }

    @Test func `an incident is listed until it is closed, and the first closing counts`() async throws {
        try await Site.open(Self.files) { site in
            let run = await site.greet()
            let id = "01a1fe70-0000-7000-8000-00000000000a"
            try await site.store.open(
                Incident(id: id, kind: "quarantine", runID: run, subject: "greet", summary: "it died", openedAt: site.time.now()))
            let item = try #require(await site.get("/incidents").items.first)
            #expect(item["kind"] == "quarantine" && item["run_id"]?.string == run && item["closed_at"]?.isNull == true)
            #expect(await site.post("/incidents/\(id)/close", ["note": "seen"], as: .viewer).status == .forbidden)
            #expect(await site.post("/incidents/\(id)/close", ["note": "seen"]).json["note"] == "seen")
            #expect(await site.post("/incidents/\(id)/close", ["note": "again"], as: .admin).json["closed_by"]?.string == Site.signature(.operator))
            #expect(await site.get("/incidents").items.isEmpty)
            #expect(await site.get("/incidents?closed=true").items.count == 1)
            #expect(await site.get("/incidents/01a1fe70-0000-7000-8000-00000000000b").code == "unknown_incident")
        }
    }
}
