import CivilTime
import Engine
import JSON
import SkillLanguage
import Store
import Testing

/// Runs that start over from their journal because an answer was committed before they gave up waiting for it.
@Suite struct OvertakenTests {
    private static let both: JSON = [
        "id": "both",
        "parallel": [
            "branches": [
                "asking": [
                    [
                        "id": "ask", "call": "human", "timeout": "3s",
                        "with": ["prompt": "Go on?", "response": ["type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"]]],
                    ]
                ],
                "writing": [RunTests.call("tell")],
            ]
        ],
    ]

    /// Answers behind the run's back, as another process would, once `write` is under way and past the time for an answer.
    private func answered(_ release: Signpost, releaseFirst: Bool) async throws -> (run: RunRecord, calls: [String]) {
        let bench = try Workbench([skill("careful", steps: [Self.both], result: ["ok": true])])
        let started = Signpost()
        let http = ScriptedCallable(reach: .write) { call, _ in
            started.pass()
            await release.wait()
            return Outcome(.success(call.arguments))
        }
        return try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "careful", input: [:], trigger: .manual))
            await started.wait()
            let wait = try #require(try await engine.store.waits(of: run.key.rowID).first)
            _ = try await engine.store.answer(wait.id, with: Array(#"{"ok":{"n":1}}"#.utf8), by: "olga", at: bench.time.now())
            if releaseFirst { release.pass() }
            bench.time.advance(by: .seconds(4))
            if !releaseFirst {
                // The run has noticed, started over, and taken the answer.
                while try await engine.store.wait(wait.id).state != .closed { await Task.yield() }
                release.pass()
            }
            await engine.settled(run.id)
            return (try await engine.store.run(run.id), http.steps)
        }
    }

    @Test(arguments: [false, true])
    func `a write under way is neither made again nor unknown`(_ releaseFirst: Bool) async throws {
        let (run, calls) = try await answered(Signpost(), releaseFirst: releaseFirst)
        #expect(run.state == .succeeded && calls == ["tell"], "\(run.state) \(run.errorType ?? "") \(calls)")
    }

    @Test func `an answer that was accepted after its time counts`() async throws {
        let ask: JSON = ["id": "wait", "call": "event", "timeout": "40m", "with": ["name": "payment"]]
        let bench = try Workbench([skill("slow", steps: [ask], result: ["n": "${steps.wait.n}"])])
        let id = try await bench.session([]) { engine in
            let run = try await engine.start(StartRequest(skill: "slow", input: [:], trigger: .manual))
            while engine.liveRuns > 0 { await Task.yield() }
            return run.id
        }
        bench.time.advance(by: .seconds(3600))
        try await bench.withStore { store in
            let effects = try await store.emit(id: "e", name: "payment", payload: Array(#"{"n":1}"#.utf8), at: bench.time.now())
            #expect(effects.delivered.count == 1)
        }
        let run = try await bench.session([]) { engine in
            await engine.settled(id)
            return try await engine.store.run(id)
        }
        #expect(run.state == .succeeded)
    }

    @Test func `what a run used is counted once, however often it leaves memory`() async throws {
        let nap: JSON = ["id": "nap", "call": "wait", "with": ["for": "20m"]]
        let bench = try Workbench([skill("spender", steps: [RunTests.call("a"), nap, RunTests.call("b")], more: ["limits": ["duration": "1h", "calls": 9, "tokens": 1000, "cost_usd": 5]])])
        let http = ScriptedCallable { call, _ in Outcome(.success(call.arguments), usage: Usage(calls: 1, inputTokens: 10, outputTokens: 1, costUSD: 0.5)) }
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "spender", input: [:], trigger: .manual))
            while engine.liveRuns > 0 { await Task.yield() }
            bench.time.advance(by: .seconds(1200))
            await engine.settled(run.id)
            let usage = try await engine.store.run(run.id).usage
            #expect(usage.inputTokens == 20 && usage.costMicroUSD == 1_000_000, "\(usage)")
        }
    }
}
