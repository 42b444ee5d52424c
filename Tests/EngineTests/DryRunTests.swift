import CivilTime
import Engine
import JSON
import SkillLanguage
import Store
import Testing

/// Skills that run in memory, with their reads made and their writes refused.
@Suite(.timeLimit(.minutes(1))) struct DryRunTests {
    private static func call(_ id: String, _ callable: String, _ with: JSON = [:], _ more: JSON.Object = [:]) -> JSON {
        var step: JSON.Object = ["id": .string(id), "call": .string(callable), "with": with]
        for (key, value) in more { step[key] = value }
        return .object(step)
    }

    private static func published(_ document: JSON) throws -> PublishedSkill { try StubSkills.publish(document) }

    /// Tries the first of the skills among all of them.
    private static func attempt(
        _ documents: [JSON], _ callables: [any Callable] = [], input: JSON = [:], usesModels: Bool = false
    ) async throws -> DryRunReport {
        let bench = try Workbench(documents)
        return try await bench.session(callables) { engine in
            try await engine.dryRun(of: try published(documents[0]), among: bench.skills, input: input, usesModels: usesModels)
        }
    }

    @Test func `a read is made, and nothing of the run is recorded`() async throws {
        let bench = try Workbench([])
        let candidate = try Self.published(skill("fresh", steps: [RunTests.call("ask")], result: ["got": "${steps.ask}"]))
        let http = ScriptedCallable { _, _ in Outcome(.success(["up": true])) }
        try await bench.session([http]) { engine in
            let report = try await engine.dryRun(of: candidate, among: bench.skills, input: [:], usesModels: false)
            #expect(http.steps == ["ask"] && report.refused == 0 && report.usage.calls == 1)
            #expect(try report.ending?.value() == ["got": ["up": true]])
            #expect(try report.calls.map { try $0.outcome?.result.get() } == [["up": true]])
            #expect(try await engine.store.runs(RunFilter(rootsOnly: false), after: nil, limit: 10).items.isEmpty)
            #expect(engine.liveRuns == 0)
        }
    }

    @Test(arguments: [
        ("http", ["method": "POST", "url": "https://a.example/x", "json": ["n": 1]], "http POST https://a.example/x was not made"),
        ("emit", ["name": "paid"], "emit paid was not made"), ("memory.put", ["key": "k", "value": 1], "memory.put k was not made"),
        ("human", ["prompt": "Go on?", "response": ["type": "object"]], "asks nobody"), ("event", ["name": "paid"], "waits for no event"),
        ("llm", ["model": "fast", "prompt": "Hi"], "costs money"), ("agent", ["model": "fast", "goal": "Do it."], "starts no agent"),
        ("skills.propose", ["skill": "a", "reason": "b", "config": [:]], "sends nothing that writes"),
        ("mcp:files/write", ["path": "x"], "calls no tool"),
    ] as [(String, JSON, String)])
    func `a call that may write or cost is not made, fails, and says what it would have sent`(
        _ callable: String, _ with: JSON, _ text: String
    ) async throws {
        let callables = ["http", "skills.propose"].map { Forbidden(name: $0, reach: .write) } + ["llm", "agent"].map { Forbidden(name: $0, reach: .read) }
        let report = try await Self.attempt([skill("writes", steps: [Self.call("w", callable, with)])], callables)
        let failure = try #require(report.ending?.error)
        #expect(failure.type == "dry_run.refused" && failure.message.contains(text) && failure.step == "w", "\(failure)")
        #expect(failure.details?["callable"] == .string(callable) && failure.details?["arguments"] == with)
        #expect(report.refused == 1 && report.calls[0].isRefused)
    }

    @Test(arguments: [Reach.write, .idempotentWrite])
    func `a write that would be repeated with its key is a write all the same`(_ reach: Reach) async throws {
        let http = ScriptedCallable(reach: reach)
        let report = try await Self.attempt([skill("writes", steps: [RunTests.call("w")])], [http])
        #expect(report.refused == 1 && http.calls.isEmpty)
    }

    @Test func `a refused call can be caught, and is not tried again`() async throws {
        let step = Self.call("w", "emit", ["name": "paid"], ["retry": ["attempts": 3], "catch": [["on": ["dry_run"], "value": "skipped"]]])
        let report = try await Self.attempt([skill("goes_on", steps: [step], result: ["w": "${steps.w}"])])
        #expect(try report.ending?.value() == ["w": "skipped"] && report.calls.count == 1)
    }

    @Test func `models are asked only when that is wanted`() async throws {
        let ask = Self.call("m", "llm", ["model": "fast", "prompt": "Hi"])
        let document = skill("asks", steps: [ask], more: ["limits": ["tokens": 100, "cost_usd": 1]])
        let usage = Usage(calls: 0, inputTokens: 30, outputTokens: 8, costUSD: 0.5)
        let model = Answering(name: "llm", Outcome(.success(["text": "hello"]), usage: usage))
        let refused = try await Self.attempt([document], [model])
        #expect(refused.refused == 1 && refused.usage.costUSD == 0)
        let asked = try await Self.attempt([document], [model], usesModels: true)
        #expect(try asked.ending?.value() == ["done": true] && asked.usage.inputTokens == 30 && asked.usage.costUSD == 0.5)
    }

    @Test func `a wait takes no time, and its time passes`() async throws {
        let steps: JSON = [Self.call("nap", "wait", ["for": "20m"]), RunTests.call("ask")]
        let http = ScriptedCallable()
        let bench = try Workbench([])
        let candidate = try Self.published(skill("naps", steps: steps, result: ["at": "${run.now}"]))
        try await bench.session([http]) { engine in
            let start = bench.time.now()
            let report = try await engine.dryRun(of: candidate, among: bench.skills, input: [:], usesModels: false)
            #expect(report.duration == .seconds(1200) && bench.time.now() == start && report.calls[0].duration == .seconds(1200))
            // What is sent goes by the real clock.
            #expect(http.calls[0].now == start && http.calls[0].request.remaining.deadline == start + .seconds(60))
            #expect(http.calls[0].request.startedAt == start)
        }
    }

    @Test func `what waits longer than the skill may take ends as a real run would`() async throws {
        let long = skill("long", steps: [Self.call("nap", "wait", ["for": "2h"])])
        let report = try await Self.attempt([long])
        #expect(report.ending?.error?.type == "limits.duration" && report.duration == .seconds(3600) && report.calls[0].outcome == nil)
    }

    @Test func `limits on calls hold`() async throws {
        let document = skill("many", steps: [RunTests.call("a"), RunTests.call("b")], more: ["limits": ["calls": 1]])
        let http = ScriptedCallable()
        #expect(try await Self.attempt([document], [http]).ending?.error?.type == "limits.calls")
        #expect(http.steps == ["a"])
    }

    @Test func `a timeout beside a call that lasts comes at its real time`() async throws {
        let bench = try Workbench([])
        let step = RunTests.call("slow", ["timeout": "5s", "catch": [["on": ["timeout"], "value": "late"]]])
        let candidate = try Self.published(skill("slow", steps: [step], result: ["slow": "${steps.slow}"]))
        let http = ScriptedCallable { _, _ in
            await hang()
            return Outcome(.success(.null))
        }
        let report = try await bench.session([http]) { engine in
            async let tried = engine.dryRun(of: candidate, among: bench.skills, input: [:], usesModels: false)
            await bench.time.whenSomebodySleeps(until: bench.time.now() + .seconds(5))
            bench.time.advance(by: .seconds(5))
            return try await tried
        }
        #expect(try report.ending?.value() == ["slow": "late"] && report.calls[0].outcome == nil && report.duration == .seconds(5))
    }

    @Test func `after a minute it is cut off, whatever it does`() async throws {
        let bench = try Workbench([])
        let candidate = try Self.published(skill("stuck", steps: [RunTests.call("slow")]))
        let http = ScriptedCallable { _, _ in
            await hang()
            return Outcome(.success(.null))
        }
        let report = try await bench.session([http]) { engine in
            async let tried = engine.dryRun(of: candidate, among: bench.skills, input: [:], usesModels: false)
            await bench.time.whenSomebodySleeps(until: bench.time.now() + .seconds(60))
            bench.time.advance(by: .seconds(60))
            return try await tried
        }
        #expect(report.ending == nil && report.calls.map(\.step) == ["slow"])
    }

    @Test func `an input or an output that does not fit is told`() async throws {
        let output: JSON = ["type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"]]
        let input: JSON = ["type": "object", "properties": ["n": ["type": "integer"]], "additionalProperties": false]
        let document = skill("shaped", steps: [RunTests.call("look")], result: ["n": "x"], more: ["output": output, "input": input])
        #expect(try await Self.attempt([document], [ScriptedCallable()]).ending?.error?.type == "schema.output")
        await #expect(throws: EngineError.self) { try await Self.attempt([document], input: ["n": "one"]) }
    }
}

/// What is never to be called.
private struct Forbidden: Callable {
    let name: String
    let reach: Reach
    func reach(of arguments: JSON) -> Reach { reach }
    func perform(_ invocation: Invocation) async -> Outcome {
        Issue.record("\(name) was called")
        return Outcome(.success(.null))
    }
}

private struct Answering: Callable {
    let name: String
    let outcome: Outcome
    init(name: String, _ outcome: Outcome) {
        self.name = name
        self.outcome = outcome
    }
    func reach(of arguments: JSON) -> Reach { .read }
    func perform(_ invocation: Invocation) async -> Outcome { outcome }
}

extension Ending {
    /// The output; the failure of one that has none is thrown.
    func value() throws -> JSON {
        switch self {
        case .succeeded(let output): output
        case .failed(let failure), .timedOut(let failure): throw failure
        case .cancelled(let reason): throw Failure("cancelled", reason)
        }
    }

    var error: Failure? {
        switch self {
        case .failed(let failure), .timedOut(let failure): failure
        case .succeeded, .cancelled: nil
        }
    }
}
