import CivilTime
import JSON
import SkillLanguage
import Store
import Testing

@testable import Engine

/// Runs that stand still until somebody lets them go on.
@Suite struct PauseTests {
    private static let nap: JSON = ["id": "nap", "call": "wait", "with": ["for": "20m"]]
    private static let ask: JSON = [
        "id": "ask", "call": "human", "timeout": "40m",
        "with": ["prompt": "Go on?", "response": ["type": "object", "properties": ["yes": ["type": "boolean"]], "required": ["yes"]]],
    ]

    private static func away(_ engine: Engine, _ id: String, as state: RunState) async throws -> RunRecord {
        while true {
            let run = try await engine.store.run(id)
            if engine.liveRuns == 0, run.state == state { return run }
            await Task.yield()
        }
    }

    @Test func `a call under way ends, the next one is not made until the run is resumed, also over a restart`() async throws {
        let bench = try Workbench([skill("two", steps: [RunTests.call("a"), RunTests.call("b")])])
        let (reached, release) = (Signpost(), Signpost())
        let http = ScriptedCallable { call, _ in
            if call.request.step == "a" {
                reached.pass()
                await release.wait()
            }
            return Outcome(.success(call.arguments))
        }
        let id = try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "two", input: [:], trigger: .manual))
            await reached.wait()
            try await engine.pause(run.summary, by: "olga", reason: "look first")
            #expect(try await engine.store.run(run.id).state == .running)
            release.pass()
            let paused = try await Self.away(engine, run.id, as: .paused)
            #expect(http.steps == ["a"])
            #expect(try await engine.store.pause(of: paused.key.rowID) == Pause(at: bench.time.now(), by: "olga", reason: "look first"))
            return run.id
        }
        let ended = try await bench.session([http]) { engine in
            #expect(engine.liveRuns == 0)
            let run = try await engine.store.run(id)
            #expect(run.state == .paused && run.recoveries == 0)
            try await engine.resume(run.summary, by: "olga")
            await engine.settled(id)
            return try await engine.store.run(id)
        }
        #expect(ended.state == .succeeded && http.steps == ["a", "b"])
    }

    @Test func `what was left of a sleep and of the run's own time is left of it after a pause that is longer than both`() async throws {
        let bench = try Workbench([skill("nap", steps: [Self.nap, RunTests.call("b")])])
        let http = ScriptedCallable()
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "nap", input: [:], trigger: .manual))
            let asleep = try await Self.away(engine, run.id, as: .waiting)
            bench.time.advance(by: .seconds(600))
            try await engine.pause(asleep.summary, by: "olga", reason: "")
            #expect(try await engine.store.run(run.id).state == .paused)
            bench.time.advance(by: .seconds(7_200))
            try await engine.resume(run.summary, by: "olga")
            let again = try await Self.away(engine, run.id, as: .waiting)
            #expect(again.wait?.until == run.createdAt + .seconds(7_200 + 1_200) && again.deadlineAt == run.deadlineAt.map { $0 + .seconds(7_200) })
            bench.time.advance(by: .seconds(599))
            #expect(http.steps == [])
            bench.time.advance(by: .seconds(1))
            await engine.settled(run.id)
            #expect(try await engine.store.run(run.id).state == .succeeded && http.steps == ["b"])
        }
    }

    @Test func `an answer to a paused run is kept, and taken when it goes on`() async throws {
        let bench = try Workbench([skill("careful", steps: [Self.ask, RunTests.call("b")], result: ["said": "${steps.ask.yes}"])])
        let http = ScriptedCallable()
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "careful", input: [:], trigger: .manual))
            let asking = try await Self.away(engine, run.id, as: .waiting)
            try await engine.pause(asking.summary, by: "olga", reason: "")
            bench.time.advance(by: .seconds(7_200))
            let question = try #require(try await engine.store.inbox(after: nil, limit: 1).items.first)
            try await engine.answer(question.id, with: .success(["yes": true]), by: "emil")
            #expect(try await engine.store.run(run.id).state == .paused && http.steps == [])
            #expect(try await engine.store.nextWake() == nil)
            try await engine.resume(run.summary, by: "olga")
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(ended.state == .succeeded)
            #expect(try JSON(parsing: #require(ended.output)) == ["said": true])
        }
    }

    @Test func `a question asked before a pause may be answered for as long after it as was left`() async throws {
        let bench = try Workbench([skill("careful", steps: [Self.ask])])
        try await bench.session([]) { engine in
            let run = try await engine.start(StartRequest(skill: "careful", input: [:], trigger: .manual))
            let asking = try await Self.away(engine, run.id, as: .waiting)
            try await engine.pause(asking.summary, by: "olga", reason: "")
            bench.time.advance(by: .seconds(7_200))
            try await engine.resume(run.summary, by: "olga")
            _ = try await Self.away(engine, run.id, as: .waiting)
            let question = try #require(try await engine.store.inbox(after: nil, limit: 1).items.first)
            #expect(question.until == run.createdAt + .seconds(7_200 + 2_400))
            bench.time.advance(by: .seconds(2_401))
            await engine.settled(run.id)
            #expect(try await engine.store.run(run.id).errorType == "timeout")
        }
    }

    @Test func `a run that stood still longer than its timeouts can be repeated with all it had`() async throws {
        let bench = try Workbench([skill("careful", steps: [Self.ask, RunTests.call("b")], result: ["said": "${steps.ask.yes}"])])
        let http = ScriptedCallable { call, before in
            before == 0 ? Outcome(.failure(Failure("http.4xx.404", "gone", retryable: false))) : Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "careful", input: [:], trigger: .manual))
            let asking = try await Self.away(engine, run.id, as: .waiting)
            try await engine.pause(asking.summary, by: "olga", reason: "")
            bench.time.advance(by: .seconds(7_200))
            try await engine.resume(run.summary, by: "olga")
            let question = try #require(try await engine.store.inbox(after: nil, limit: 1).items.first)
            try await engine.answer(question.id, with: .success(["yes": true]), by: "emil")
            await engine.settled(run.id)
            let failed = try await engine.store.run(run.id)
            #expect(failed.state == .failed && failed.errorType == "http.4xx.404")
            let again = try await engine.retry(try await engine.prepareRetry(of: failed, RetryRequest()))
            await engine.settled(again.id)
            let ended = try await engine.store.run(again.id)
            #expect(ended.state == .succeeded, "\(ended.errorType ?? "")")
            #expect(try JSON(parsing: #require(ended.output)) == ["said": true] && http.steps == ["b", "b"])
        }
    }

    @Test func `cancelling a paused run ends it, with its clean-up`() async throws {
        let bench = try Workbench([skill("nap", steps: [Self.nap], more: ["finally": [RunTests.call("tidy")]])])
        let http = ScriptedCallable()
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "nap", input: [:], trigger: .manual))
            let asleep = try await Self.away(engine, run.id, as: .waiting)
            try await engine.pause(asleep.summary, by: "olga", reason: "")
            try await engine.cancel(run.summary, by: "olga", reason: "enough")
            await engine.settled(run.id)
            #expect(try await engine.store.run(run.id).state == .cancelled && http.steps == ["tidy"])
            // Neither holds up what has ended.
            try await engine.pause(run.summary, by: "olga", reason: "")
            #expect(try await engine.store.pause(of: run.key.rowID) == nil)
        }
    }

    @Test func `a queued run that is paused keeps its turn, and stands still when it has a place`() async throws {
        let bench = try Workbench([skill("one", steps: [RunTests.call("a")], more: ["concurrency": ["key": "all", "max": 1, "on_conflict": "queue"]])])
        let (reached, release) = (Signpost(), Signpost())
        let http = ScriptedCallable { call, _ in
            reached.pass()
            await release.wait()
            return Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            let first = try await engine.start(StartRequest(skill: "one", input: [:], trigger: .manual))
            let second = try await engine.start(StartRequest(skill: "one", input: [:], trigger: .manual))
            await reached.wait()
            try await engine.pause(second.summary, by: "olga", reason: "")
            #expect(try await engine.store.run(second.id).state == .queued)
            release.pass()
            await engine.settled(first.id)
            _ = try await Self.away(engine, second.id, as: .paused)
            #expect(http.calls.count == 1)
            try await engine.resume(second.summary, by: "olga")
            await engine.settled(second.id)
            #expect(try await engine.store.run(second.id).state == .succeeded && http.calls.count == 2)
        }
    }
}
