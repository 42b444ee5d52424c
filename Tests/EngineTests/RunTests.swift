import CivilTime
import Engine
import JSON
import SkillLanguage
import Store
import Testing

@Suite struct RunTests {
    static func call(_ id: String, _ extra: JSON.Object = [:]) -> JSON {
        var step: JSON.Object = ["id": .string(id), "call": "http", "with": ["n": .string(id)]]
        for (key, value) in extra { step[key] = value }
        return .object(step)
    }

    static func finished(_ engine: Engine, _ skill: String, input: JSON = [:]) async throws -> RunRecord {
        let run = try await engine.start(StartRequest(skill: skill, input: input, trigger: .manual))
        await engine.settled(run.id)
        return try await engine.store.run(run.id)
    }

    @Test func `a run records each call with its input and its output`() async throws {
        let bench = try Workbench([skill("two", steps: [Self.call("one"), Self.call("other")], result: ["got": "${steps.other.n}"])])
        try await bench.session([ScriptedCallable()]) { engine in
            let run = try await Self.finished(engine, "two")
            #expect(run.state == .succeeded)
            #expect(try JSON(parsing: #require(run.output)) == ["got": "other"])
            let journal = try await engine.store.journal(of: run.key.rowID)
            #expect(journal.map(\.entry.path) == ["one", "other"])
            let body = try JSON(parsing: journal[0].entry.body)
            #expect(body["input"] == ["n": "one"] && body["ok"] == ["n": "one"])
            #expect(run.usage.calls == 2)
        }
    }

    @Test func `an input that does not fit starts nothing and says where`() async throws {
        let strict: JSON = ["type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"]]
        let bench = try Workbench([skill("strict", steps: [Self.call("one")], more: ["input": strict])])
        try await bench.session([ScriptedCallable()]) { engine in
            let error = await #expect(throws: EngineError.self) { _ = try await Self.finished(engine, "strict", input: ["n": "x"]) }
            guard case .invalidInput(_, let findings)? = error else { throw Failure("test", "another error: \(String(describing: error))") }
            #expect(findings.map(\.pointer) == ["/n"])
            #expect(try await engine.store.information().runs == 0)
        }
    }

    @Test func `a misspelt skill is answered with the nearest name`() async throws {
        let bench = try Workbench([skill("health_check", steps: [Self.call("one")])])
        try await bench.session([]) { engine in
            let error = await #expect(throws: EngineError.self) { _ = try await Self.finished(engine, "helth_check") }
            #expect(error.map { "\($0)".contains("did you mean \"health_check\"") } ?? false)
        }
    }

    @Test func `a failing call is tried again after full jitter, on the clock that was passed in`() async throws {
        let retry: JSON = ["attempts": 3, "initial": "10s", "factor": 1, "max_delay": "10s", "jitter": "none"]
        let bench = try Workbench([skill("flaky", steps: [Self.call("one", ["retry": retry])])])
        let http = ScriptedCallable { call, before in
            before < 2 ? Outcome(.failure(Failure("http.5xx.503", "down"))) : Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            let start = bench.time.now()
            let run = try await engine.start(StartRequest(skill: "flaky", input: [:], trigger: .manual))
            await bench.time.whenSomebodySleeps(until: start + .seconds(10))
            #expect(try await engine.store.run(run.id).wait?.kind == "retry")
            bench.time.advance(by: .seconds(10))
            await bench.time.whenSomebodySleeps(until: start + .seconds(20))
            bench.time.advance(by: .seconds(10))
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(ended.state == .succeeded && http.calls.map(\.request.id.attempt) == [1, 2, 3])
            #expect(Set(http.calls.map(\.idempotencyKey)).count == 1)
            let journal = try await engine.store.journal(of: run.key.rowID)
            #expect(journal.map(\.entry.at) == [start, start + .seconds(10), start + .seconds(20)])
        }
    }

    @Test func `a timeout stops the call, and its late outcome changes nothing`() async throws {
        let caught: JSON = [["on": ["timeout"], "value": "late"]]
        let bench = try Workbench([
            skill("slow", steps: [Self.call("one", ["timeout": "5s", "catch": caught])], result: ["one": "${steps.one}"])
        ])
        let started = Signpost()
        let http = ScriptedCallable { _, _ in
            started.pass()
            await hang()
            return Outcome(.success("too late"))
        }
        try await bench.session([http]) { engine in
            let start = bench.time.now()
            let run = try await engine.start(StartRequest(skill: "slow", input: [:], trigger: .manual))
            await started.wait()
            await bench.time.whenSomebodySleeps(until: start + .seconds(5))
            bench.time.advance(by: .seconds(5))
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(try JSON(parsing: #require(ended.output)) == ["one": "late"])
        }
    }

    @Test func `cancelling runs the clean-up and ends as cancelled`() async throws {
        let bench = try Workbench([
            skill("long", steps: [Self.call("work")], more: ["finally": [Self.call("tidy")]])
        ])
        let started = Signpost()
        let http = ScriptedCallable { call, _ in
            if call.request.step == "work" {
                started.pass()
                await hang()
            }
            return Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "long", input: [:], trigger: .manual))
            await started.wait()
            try await engine.cancel(run.summary, by: "test", reason: "enough")
            await engine.settled(run.id)
            #expect(try await engine.store.run(run.id).state == .cancelled)
            #expect(http.steps == ["work", "tidy"])
        }
    }

    @Test func `a second run with the same concurrency key is skipped while the first is open`() async throws {
        let rule: JSON = ["key": "${input.service}", "max": 1, "on_conflict": "skip"]
        let bench = try Workbench([skill("check", steps: [Self.call("one")], more: ["concurrency": rule])])
        let started = Signpost(), release = Signpost()
        let http = ScriptedCallable { call, _ in
            started.pass()
            await release.wait()
            return Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            let first = try await engine.start(StartRequest(skill: "check", input: ["service": "a"], trigger: .manual))
            await started.wait()
            let second = try await engine.start(StartRequest(skill: "check", input: ["service": "a"], trigger: .manual))
            let other = try await engine.start(StartRequest(skill: "check", input: ["service": "b"], trigger: .manual))
            #expect(second.state == .skipped && other.state == .running)
            release.pass()
            await engine.settled(first.id)
            await engine.settled(other.id)
            let third = try await Self.finished(engine, "check", input: ["service": "a"])
            #expect(third.state == .succeeded)
        }
    }

    @Test func `clean-up may still call when the run has used up its calls`() async throws {
        let bench = try Workbench([
            skill("greedy", steps: [Self.call("a"), Self.call("b")], more: ["limits": ["calls": 1], "finally": [Self.call("tidy")]])
        ])
        let http = ScriptedCallable()
        let run = try await bench.session([http]) { engine in try await Self.finished(engine, "greedy") }
        #expect(run.errorType == "limits.calls" && http.steps == ["a", "tidy"])
    }
}
