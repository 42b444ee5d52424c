import CivilTime
import Engine
import JSON
import Registry
import Store
import Testing
import Workspace

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct RunTests {
    @Test func `a started run is shown with what it did and gave`() async throws {
        try await Site.open { site in
            let started = await site.post("/runs", ["skill": "greet", "input": ["name": "Ada"]])
            #expect(started.status == .created)
            let id = await site.ended(started)
            #expect(started.header("Location") == "/api/v1/runs/\(id)")
            let run = await site.get("/runs/\(id)").json
            #expect(run["id"]?.string == id)
            #expect(run["state"] == "succeeded")
            #expect(run["trigger"] == "api")
            #expect(run["version"] == "1.0.0")
            #expect(run["version_id"]?.string == site.registry.live("greet")?.id)
            #expect(run["input"] == ["name": "Ada"])
            #expect(run["output"] == ["text": "hello Ada"])
            #expect(run["error"]?.isNull == true)
            #expect(run["pins"] == ["greet": .string(site.registry.live("greet")?.id ?? "")])
            #expect(run["created_at"]?.string == site.time.now().rfc3339)
            #expect(run["duration_ms"] == 0)
            #expect(run["usage"]?["calls"] == 1)
            #expect(run["children"] == [])
            let steps = run["steps"]?.array ?? []
            #expect(steps.count == 1)
            #expect(steps.first?["path"] == "say")
            #expect(steps.first?["kind"] == "outcome")
            #expect(steps.first?["callable"] == "echo")
            #expect(steps.first?["input"] == ["text": "hello Ada"])
            #expect(steps.first?["output"] == ["text": "hello Ada"])
            #expect(steps.first?["error"]?.isNull == true)
            #expect(steps.first?["sequence"] == 1)
        }
    }

    @Test func `a run is found by the beginning of its id, in any case`() async throws {
        try await Site.open { site in
            let id = await site.greet()
            #expect(await site.get("/runs/\(id.prefix(18).uppercased())").json["id"]?.string == id)
            _ = await site.greet()
            let both = await site.get("/runs/\(id.prefix(8))")
            #expect(both.status == .badRequest)
            #expect(both.code == "ambiguous_id")
            #expect(both.message.contains(id))
        }
    }

    @Test func `an idempotency key starts one run, and another input with it is a conflict`() async throws {
        try await Site.open { site in
            func start(_ name: String) async -> Answer {
                await site.post("/runs", ["skill": "greet", "input": ["name": .string(name)], "idempotency_key": "k1"])
            }
            let first = await start("Ada"), second = await start("Ada"), other = await start("Alan")
            #expect(first.status == .created)
            #expect(second.status == .ok)
            #expect(second.json["id"] == first.json["id"])
            #expect(other.status == .conflict)
            #expect(other.code == "idempotency_conflict")
            #expect(await site.get("/runs").items.count == 1)
        }
    }

    @Test func `waiting for a run answers when it has ended`() async throws {
        try await Site.open { site in
            let id = await site.post("/runs", ["skill": "hold"]).json["id"]?.string ?? ""
            async let answer = site.get("/runs/\(id)?wait=30")
            await site.until { site.backend.endings.waiting == 1 }
            site.gate.open()
            let run = await answer.json
            #expect(run["state"] == "succeeded")
            #expect(site.backend.endings.waiting == 0)
        }
    }

    @Test func `waiting for a run answers when the time is up, and the next wait hears of the end`() async throws {
        try await Site.open { site in
            let id = await site.post("/runs", ["skill": "hold"]).json["id"]?.string ?? ""
            for _ in 1...3 {
                async let answer = site.get("/runs/\(id)?wait=5")
                await site.until { site.backend.endings.waiting == 1 }
                site.time.advance(by: .seconds(5))
                #expect(await answer.json["state"] == "running")
                #expect(site.backend.endings.waiting == 0)
            }
            async let one = site.get("/runs/\(id)?wait=30")
            async let other = site.get("/runs/\(id)?wait=30")
            await site.until { site.backend.endings.waiting == 2 }
            site.gate.open()
            #expect(await one.json["state"] == "succeeded")
            #expect(await other.json["state"] == "succeeded")
        }
    }

    @Test func `a run that has ended is not waited for`() async throws {
        try await Site.open { site in
            let id = await site.greet()
            #expect(await site.get("/runs/\(id)?wait=30").json["state"] == "succeeded")
        }
    }

    @Test func `a call under way is shown as an intent, and as one outcome when it has ended`() async throws {
        try await Site.open { site in
            let id = await site.post("/runs", ["skill": "hold"]).json["id"]?.string ?? ""
            await site.until { await site.get("/runs/\(id)").json["steps"]?.array?.count == 1 }
            let open = await site.get("/runs/\(id)").json["steps"]?[0]
            #expect(open?["kind"] == "intent")
            #expect(open?["callable"] == "runs.query")
            #expect(open?["output"]?.isNull == true)
            site.gate.open()
            await site.engine.settled(id)
            let steps = await site.get("/runs/\(id)").json["steps"]?.array ?? []
            #expect(steps.map { $0["kind"] } == ["outcome"])
            #expect(steps.first?["sequence"] == 2)
        }
    }

    @Test func `cancelling asks a run to end, and leaves an ended one as it is`() async throws {
        // Its clean-up holds, so it is under way when the answer is given.
        let files = Documents.workspace.merging(["skills/leave/skill.json": Documents.leave]) { $1 }
        try await Site.open(files) { site in
            let id = await site.post("/runs", ["skill": "leave"]).json["id"]?.string ?? ""
            let asked = await site.post("/runs/\(id)/cancel", ["reason": "enough"])
            #expect(asked.status == .accepted)
            #expect(asked.json["id"]?.string == id)
            site.gate.open()
            await site.engine.settled(id)
            let run = await site.get("/runs/\(id)").json
            #expect(run["state"] == "cancelled")
            #expect(run["error"]?["message"] == "enough")
            #expect(run["steps"]?.array?.contains { $0["kind"] == "cancel_request" && $0["input"] == ["reason": "enough", "by": .string(Site.signature(.operator))] } == true)
            let again = await site.post("/runs/\(id)/cancel")
            #expect(again.status == .ok)
            #expect(again.json["state"] == "cancelled")
        }
    }

    @Test func `a request to cancel a run that nobody drives is kept for whoever does`() async throws {
        try await Site.open { site in
            await site.greet()
            let version = site.registry.live("greet")?.id ?? ""
            let id = "00000000-0000-7000-8000-000000000000"
            let run = NewRun(
                id: id, skill: "greet", versionID: version, input: Array("{}".utf8), inputHash: "h", trigger: .api, createdAt: site.time.now(),
                state: .running)
            _ = try await site.store.createRun(run)
            let answer = await site.post("/runs/\(id)/cancel")
            #expect(answer.status == .accepted)
            let row = try await site.store.run(id).key.rowID
            #expect(try await site.store.cancellation(of: row)?.by == Site.signature(.operator))
        }
    }

    @Test func `a run shows the runs it called and they name it`() async throws {
        try await Site.open { site in
            let id = await site.ended(await site.post("/runs", ["skill": "pair"]))
            let run = await site.get("/runs/\(id)").json
            let children = run["children"]?.array ?? []
            #expect(children.map { $0["parent_path"] } == ["first", "second"])
            #expect(children.allSatisfy { $0["parent"]?.string == id && $0["root"]?.string == id && $0["trigger"] == "child" })
            let child = await site.get("/runs/\(children.first?["id"]?.string ?? "")").json
            #expect(child["parent"]?.string == id)
            #expect(child["output"] == ["text": "hello Ada"])
        }
    }
}

extension Site {
    /// Returns once the condition holds; the suite's time limit is the end of patience.
    func until(_ condition: () async -> Bool) async {
        while await !condition(), !Task.isCancelled { await Task.yield() }
    }
}
