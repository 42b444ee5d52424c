import CivilTime
import Engine
import JSON
import SkillLanguage
import Store
import Synchronization
import Testing

/// Repeating runs from somewhere in their middle.
@Suite struct RetryTests {
    private static let three = skill(
        "three", steps: [RunTests.call("a"), RunTests.call("b"), RunTests.call("c")], result: ["a": "${steps.a.n}", "try": "${run.attempt}"])

    /// Answers with the arguments, but fails the calls of a step as long as `isBroken` says so.
    private static func flaky(_ step: String, times: Int = 1, tokens: Int = 0) -> ScriptedCallable {
        ScriptedCallable { call, before in
            let usage = Usage(calls: 0, inputTokens: tokens, outputTokens: 0, costUSD: 0)
            guard call.request.step == step, before < times else { return Outcome(.success(call.arguments), usage: usage) }
            return Outcome(.failure(Failure("http.4xx.400", "no", retryable: false)))
        }
    }

    private static func retried(_ engine: Engine, _ origin: RunRecord, _ request: RetryRequest = RetryRequest()) async throws -> RunRecord {
        let prepared = try await engine.prepareRetry(of: origin, request)
        let run = try await engine.retry(prepared)
        await engine.settled(run.id)
        return try await engine.store.run(run.id)
    }

    @Test func `what came before the failed call is kept, the rest is done again`() async throws {
        let bench = try Workbench([Self.three])
        let http = Self.flaky("b")
        try await bench.session([http]) { engine in
            let origin = try await RunTests.finished(engine, "three")
            #expect(origin.state == .failed && http.steps == ["a", "b"])
            bench.time.advance(by: .seconds(7200))
            let run = try await Self.retried(engine, origin)
            #expect(run.state == .succeeded && http.steps == ["a", "b", "b", "c"])
            #expect(try JSON(parsing: #require(run.output)) == ["a": "a", "try": 2])
            #expect(run.trigger == .manual && run.versionID == origin.versionID && run.input == origin.input)
            let lineage = try #require(try await engine.store.lineage(of: run.key.rowID))
            #expect(lineage.origin == origin.id && lineage.kept == 1 && lineage.attempt == 2 && lineage.fromStep == nil)
            #expect(try await engine.store.repetitions(of: origin.key.rowID).map(\.id) == [run.id])
            #expect(try await engine.store.journal(of: run.key.rowID).map(\.entry.path) == ["a", "b", "c"])
        }
    }

    @Test func `what the other run used is not counted twice`() async throws {
        let limits: JSON = ["duration": "1h", "calls": 9, "tokens": 100, "cost_usd": 1]
        let bench = try Workbench([skill("two", steps: [RunTests.call("a"), RunTests.call("b")], more: ["limits": limits])])
        try await bench.session([Self.flaky("b", tokens: 5)]) { engine in
            let origin = try await RunTests.finished(engine, "two")
            let run = try await Self.retried(engine, origin)
            #expect(origin.usage.inputTokens == 5 && run.usage.inputTokens == 5 && run.usage.calls == 1)
        }
    }

    @Test func `the run's duration and a step's timeout begin anew`() async throws {
        let bench = try Workbench([skill("two", steps: [RunTests.call("a"), RunTests.call("b", ["timeout": "10s"])])])
        let http = Self.flaky("b")
        try await bench.session([http]) { engine in
            let origin = try await RunTests.finished(engine, "two")
            bench.time.advance(by: .seconds(7200))
            let run = try await Self.retried(engine, origin)
            let call = try #require(http.calls.last)
            #expect(run.state == .succeeded && call.request.step == "b")
            #expect(call.request.startedAt == run.createdAt && call.request.deadline == run.createdAt + .seconds(10))
            #expect(call.request.remaining.deadline == run.createdAt + .seconds(3600))
        }
    }

    @Test func `tries that failed before one that succeeded are kept with their pause`() async throws {
        let retry: JSON = ["attempts": 3, "initial": "30s", "jitter": "full", "on": ["http"]]
        let bench = try Workbench([skill("two", steps: [RunTests.call("a", ["retry": retry]), RunTests.call("b")])])
        let failures = Mutex(["a": 2, "b": 1])
        let http = ScriptedCallable { call, _ in
            let fails = failures.withLock { left in
                left[call.request.step, default: 0] -= 1
                return left[call.request.step, default: 0] >= 0
            }
            return fails ? Outcome(.failure(Failure("http.5xx.503", "busy"))) : Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            let started = try await engine.start(StartRequest(skill: "two", input: [:], trigger: .manual))
            var origin = started
            while !origin.state.isTerminal {
                // No more time passes than the run waits for, or it would be over before a busy machine gets to it.
                if let until = origin.wait?.until, until > bench.time.now() { bench.time.advance(by: until - bench.time.now()) }
                await Task.yield()
                origin = try await engine.store.run(started.id)
            }
            #expect(origin.state == .failed && http.steps == ["a", "a", "a", "b"])
            bench.time.advance(by: .seconds(600))
            let run = try await Self.retried(engine, origin)
            #expect(run.state == .succeeded && http.steps == ["a", "a", "a", "b", "b"])
            #expect(try await engine.store.lineage(of: run.key.rowID)?.kept == 3)
        }
    }

    @Test func `a step that timed out and was caught does so again without waiting`() async throws {
        let slow = RunTests.call("slow", ["timeout": "5s", "catch": [["on": ["timeout"], "value": ["n": "none"]]]])
        let bench = try Workbench([skill("two", steps: [slow, RunTests.call("b"), RunTests.call("c")])])
        let http = ScriptedCallable { call, before in
            if call.request.step == "slow" { await hang() }
            if call.request.step == "c", before == 0 { return Outcome(.failure(Failure("http.4xx.400", "no", retryable: false))) }
            return Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            let started = try await engine.start(StartRequest(skill: "two", input: [:], trigger: .manual))
            while try await !engine.store.run(started.id).state.isTerminal {
                bench.time.advance(by: .seconds(1))
                await Task.yield()
            }
            let run = try await Self.retried(engine, try await engine.store.run(started.id))
            #expect(run.state == .succeeded && http.steps == ["slow", "b", "c", "c"])
        }
    }

    @Test func `from a step on a run is repeated that did not fail, and only then`() async throws {
        let bench = try Workbench([Self.three])
        let http = ScriptedCallable()
        try await bench.session([http]) { engine in
            let origin = try await RunTests.finished(engine, "three")
            await #expect(throws: EngineError.self) { _ = try await engine.prepareRetry(of: origin, RetryRequest()) }
            let error = await #expect(throws: EngineError.self) { _ = try await engine.prepareRetry(of: origin, RetryRequest(from: "x")) }
            #expect(error?.description.contains("a, b, c") == true)
            let run = try await Self.retried(engine, origin, RetryRequest(from: "c"))
            #expect(run.state == .succeeded && http.steps == ["a", "b", "c", "c"])
            #expect(try await engine.store.lineage(of: run.key.rowID)?.fromStep == "c")
        }
    }

    @Test func `a repetition can be repeated`() async throws {
        let bench = try Workbench([Self.three])
        let http = Self.flaky("c", times: 2)
        try await bench.session([http]) { engine in
            let origin = try await RunTests.finished(engine, "three")
            bench.time.advance(by: .seconds(7200))
            let second = try await Self.retried(engine, origin, RetryRequest(from: "b"))
            #expect(second.state == .failed)
            bench.time.advance(by: .seconds(7200))
            let third = try await Self.retried(engine, second)
            #expect(third.state == .succeeded && http.steps == ["a", "b", "c", "b", "c", "c"])
            let lineage = try await engine.store.lineage(of: third.key.rowID)
            #expect(lineage?.origin == second.id && lineage?.kept == 2 && lineage?.attempt == 3)
            #expect(try JSON(parsing: #require(third.output)) == ["a": "a", "try": 3])
        }
    }

    @Test func `after a crash a repetition goes on with what it kept`() async throws {
        let bench = try Workbench([Self.three])
        let reached = Signpost()
        let first = ScriptedCallable { call, before in
            guard call.request.step == "b" else { return Outcome(.success(call.arguments)) }
            if before == 0 { return Outcome(.failure(Failure("http.4xx.400", "no", retryable: false))) }
            reached.pass()
            await hang()
            return Outcome(.success([:]))
        }
        let id = try await bench.session([first]) { engine in
            let origin = try await RunTests.finished(engine, "three")
            bench.time.advance(by: .seconds(7200))
            let run = try await engine.retry(try await engine.prepareRetry(of: origin, RetryRequest()))
            await reached.wait()
            return run.id
        }
        bench.time.advance(by: .seconds(60))
        let second = ScriptedCallable()
        try await bench.session([second]) { engine in
            await engine.settled(id)
            let run = try await engine.store.run(id)
            #expect(run.state == .succeeded && second.steps == ["b", "c"])
            #expect(try JSON(parsing: #require(run.output)) == ["a": "a", "try": 2])
        }
    }

    @Test func `clean-up is never kept`() async throws {
        let bench = try Workbench([skill("two", steps: [RunTests.call("a"), RunTests.call("b")], more: ["finally": [RunTests.call("tidy")]])])
        let http = Self.flaky("b")
        try await bench.session([http]) { engine in
            let origin = try await RunTests.finished(engine, "two")
            #expect(http.steps == ["a", "b", "tidy"])
            let run = try await Self.retried(engine, origin)
            #expect(run.state == .succeeded && http.steps == ["a", "b", "tidy", "b", "tidy"])
        }
    }

    @Test func `a run that failed at no call goes on from all it had, with another version`() async throws {
        let stop: JSON = ["id": "stop", "fail": ["type": "custom.no", "message": "no"]]
        let bench = try Workbench([skill("two", steps: [RunTests.call("a"), stop], more: ["finally": [RunTests.call("tidy")]])])
        let http = ScriptedCallable()
        try await bench.session([http]) { engine in
            let origin = try await RunTests.finished(engine, "two")
            try bench.skills.replace(skill("two", version: "1.0.1", steps: [RunTests.call("a"), RunTests.call("b")]))
            let run = try await Self.retried(engine, origin, RetryRequest(target: .live))
            #expect(run.state == .succeeded && run.version == "1.0.1" && http.steps == ["a", "tidy", "b"])
        }
    }

    @Test func `a version that does not come to a kept call is refused with the place, and nothing is written`() async throws {
        let bench = try Workbench([Self.three])
        try await bench.session([Self.flaky("b")]) { engine in
            let origin = try await RunTests.finished(engine, "three")
            try bench.skills.replace(skill("three", version: "2.0.0", steps: [RunTests.call("z"), RunTests.call("b")]))
            let prepared = try await engine.prepareRetry(of: origin, RetryRequest(target: .live))
            let problem = try #require(prepared.plan.problem)
            #expect(problem.call.id == CallID(path: "a", attempt: 1) && problem.message.contains("not waited for"))
            let error = await #expect(throws: EngineError.self) { _ = try await engine.retry(prepared) }
            #expect(error?.code == "retry.diverged" && error?.description.contains("a#1 (http)") == true)
            try bench.skills.replace(skill("three", version: "3.0.0", steps: [["id": "a", "call": "echo", "with": [:]]]))
            let other = try await engine.prepareRetry(of: origin, RetryRequest(target: .live)).plan.problem
            #expect(other?.message == "echo is called instead")
            #expect(try await engine.store.repetitions(of: origin.key.rowID).isEmpty)
        }
    }

    @Test func `a write that may have happened is named before it is done again`() async throws {
        let bench = try Workbench([skill("two", steps: [RunTests.call("a"), RunTests.call("b")])])
        let reached = Signpost()
        let http = ScriptedCallable(reach: .write) { call, before in
            guard call.request.step == "b", before == 0 else { return Outcome(.success(call.arguments)) }
            reached.pass()
            await hang()
            return Outcome(.success([:]))
        }
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "two", input: [:], trigger: .manual))
            await reached.wait()
            let open = try await engine.store.run(run.id)
            await #expect(throws: EngineError.self) { _ = try await engine.prepareRetry(of: open, RetryRequest(from: "b")) }
            try await engine.terminate(run.summary, by: "olga", reason: "stuck")
            let plan = try await engine.prepareRetry(of: try await engine.store.run(run.id), RetryRequest(from: "b")).plan
            #expect(plan.kept.map(\.id.path) == ["a"] && plan.again.map(\.id.path) == ["b"] && plan.unknown.map(\.id.path) == ["b"])
        }
    }
}
