import CivilTime
import Engine
import JSON
import SkillLanguage
import Store
import Testing

/// Runs that leave memory while they wait, and what brings them back.
@Suite struct ParkingTests {
    private static let nap: JSON = ["id": "nap", "call": "wait", "with": ["for": "20m"]]
    private static let ask: JSON = [
        "id": "ask", "call": "human", "timeout": "40m",
        "with": ["prompt": "Go on?", "response": ["type": "object", "properties": ["yes": ["type": "boolean"]], "required": ["yes"]]],
    ]

    /// Waits until the run is out of memory, in the state given.
    private static func parked(_ engine: Engine, _ id: String) async throws -> RunRecord {
        while true {
            let run = try await engine.store.run(id)
            if engine.liveRuns == 0, run.state != .running { return run }
            await Task.yield()
        }
    }

    @Test func `a long sleep costs a row and no memory, also over a restart`() async throws {
        let bench = try Workbench([skill("nap", steps: [Self.nap, RunTests.call("work")])])
        let id = try await bench.session([ScriptedCallable()]) { engine in
            let run = try await engine.start(StartRequest(skill: "nap", input: [:], trigger: .manual))
            let waiting = try await Self.parked(engine, run.id)
            #expect(waiting.state == .waiting && waiting.wait?.kind == "sleep" && waiting.wait?.detail == "nap")
            #expect(waiting.wait?.until == run.createdAt + .seconds(1200))
            return run.id
        }
        bench.time.advance(by: .seconds(600))
        try await bench.session([ScriptedCallable()]) { engine in
            #expect(engine.liveRuns == 0)
            bench.time.advance(by: .seconds(601))
            await engine.settled(id)
            let run = try await engine.store.run(id)
            #expect(run.state == .succeeded && run.recoveries == 0)
        }
    }

    @Test func `a retry that is far away is waited for out of memory`() async throws {
        let step: JSON = ["id": "a", "call": "http", "with": [:], "retry": ["attempts": 2, "initial": "10m", "max_delay": "10m", "jitter": "none"]]
        let bench = try Workbench([skill("again", steps: [step])])
        let http = ScriptedCallable { call, before in
            before == 0 ? Outcome(.failure(Failure("http.connect", "refused"))) : Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "again", input: [:], trigger: .manual))
            let waiting = try await Self.parked(engine, run.id)
            #expect(waiting.wait?.kind == "retry")
            bench.time.advance(by: .seconds(600))
            await engine.settled(run.id)
            #expect(try await engine.store.run(run.id).state == .succeeded)
            #expect(http.steps == ["a", "a"])
        }
    }

    @Test func `a question waits in the inbox and its answer goes on with the run`() async throws {
        let bench = try Workbench([skill("careful", steps: [Self.ask], result: ["said": "${steps.ask.yes}"])])
        try await bench.session([]) { engine in
            let run = try await engine.start(StartRequest(skill: "careful", input: [:], trigger: .manual))
            let waiting = try await Self.parked(engine, run.id)
            #expect(waiting.wait?.kind == "human")
            let question = try #require(try await engine.store.inbox(after: nil, limit: 10).items.first)
            #expect(question.runID == run.id && question.step == "ask" && question.kind == .human)
            try await engine.answer(question.id, with: .success(["yes": true]), by: "olga")
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(try JSON(parsing: #require(ended.output)) == ["said": true])
            await #expect(throws: StoreError.notWaiting(wait: question.id, state: .closed)) {
                try await engine.answer(question.id, with: .success(["yes": false]), by: "emil")
            }
            #expect(try await engine.store.inbox(after: nil, limit: 10).items.isEmpty)
        }
    }

    @Test func `an answer that comes while no server runs counts at the next start`() async throws {
        let bench = try Workbench([skill("careful", steps: [Self.ask], result: ["said": "${steps.ask.yes}"])])
        let id = try await bench.session([]) { engine in
            let run = try await engine.start(StartRequest(skill: "careful", input: [:], trigger: .manual))
            _ = try await Self.parked(engine, run.id)
            return run.id
        }
        try await bench.withStore { store in
            let question = try #require(try await store.inbox(after: nil, limit: 1).items.first)
            _ = try await store.answer(question.id, with: Array(#"{"ok":{"yes":true}}"#.utf8), by: "olga", at: bench.time.now())
        }
        let ended = try await bench.session([]) { engine in
            await engine.settled(id)
            return try await engine.store.run(id)
        }
        #expect(ended.state == .succeeded)
    }

    @Test func `a question that nobody answers times out and leaves the inbox`() async throws {
        let bench = try Workbench([skill("careful", steps: [Self.ask])])
        try await bench.session([]) { engine in
            let run = try await engine.start(StartRequest(skill: "careful", input: [:], trigger: .manual))
            _ = try await Self.parked(engine, run.id)
            let question = try #require(try await engine.store.inbox(after: nil, limit: 1).items.first)
            bench.time.advance(by: .seconds(2401))
            await engine.settled(run.id)
            #expect(try await engine.store.run(run.id).errorType == "timeout")
            #expect(try await engine.store.inbox(after: nil, limit: 10).items.isEmpty)
            #expect(try await engine.store.wait(question.id).state == .closed)
        }
    }

    @Test func `cancelling a parked run wakes it for its clean-up`() async throws {
        let bench = try Workbench([skill("nap", steps: [Self.nap], more: ["finally": [RunTests.call("tidy")]])])
        let http = ScriptedCallable()
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "nap", input: [:], trigger: .manual))
            let waiting = try await Self.parked(engine, run.id)
            try await engine.cancel(waiting.summary, by: "olga", reason: "enough")
            await engine.settled(run.id)
            #expect(try await engine.store.run(run.id).state == .cancelled && http.steps == ["tidy"])
        }
    }

    @Test func `a caller leaves memory while its called run sleeps, and both go on`() async throws {
        let bench = try Workbench([
            skill("inner", steps: [Self.nap], result: ["n": 7]),
            skill("outer", steps: [["id": "sub", "call": "skill:inner@^1", "with": [:]]], result: ["n": "${steps.sub.n}"], more: ["permits": ["skills": ["inner@^1"]]]),
        ])
        try await bench.session([]) { engine in
            let run = try await engine.start(StartRequest(skill: "outer", input: [:], trigger: .manual))
            while engine.liveRuns > 1 { await Task.yield() }
            await bench.time.whenSomebodySleeps(until: run.createdAt + .seconds(2))
            bench.time.advance(by: .seconds(2))
            let waiting = try await Self.parked(engine, run.id)
            #expect(waiting.wait?.kind == "child" && waiting.wait?.detail == "sub")
            bench.time.advance(by: .seconds(1200))
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(try JSON(parsing: #require(ended.output)) == ["n": 7])
        }
    }

    @Test func `terminating ends a run at once, without clean-up`() async throws {
        let bench = try Workbench([skill("long", steps: [RunTests.call("work")], more: ["finally": [RunTests.call("tidy")]])])
        let started = Signpost()
        let http = ScriptedCallable { _, _ in
            started.pass()
            await hang()
            return Outcome(.success([:]))
        }
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "long", input: [:], trigger: .manual))
            await started.wait()
            try await engine.terminate(run.summary, by: "olga", reason: "stuck")
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(ended.state == .terminated && ended.errorType == "terminated" && http.steps == ["work"])
        }
    }
}
