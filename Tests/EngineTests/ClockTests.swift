import CivilTime
import Engine
import JSON
import SkillLanguage
import Store
import Testing

/// The wall clock is set while runs wait.
@Suite struct ClockTests {
    private static let nap: JSON = ["id": "nap", "call": "wait", "with": ["for": "20m"]]

    private func start(_ bench: Workbench, _ engine: Engine) async throws -> RunRecord {
        let run = try await engine.start(StartRequest(skill: "nap", input: [:], trigger: .manual))
        while engine.liveRuns > 0 { await Task.yield() }
        return run
    }

    /// Journal times of a run never go back, whatever the clock does.
    private func isOrdered(_ engine: Engine, _ run: RunRecord) async throws -> Bool {
        let times = try await engine.store.journal(of: run.key.rowID).map(\.entry.at)
        return times == times.sorted() && times.allSatisfy { $0 >= run.createdAt }
    }

    @Test(arguments: [false, true])
    func `set back by an hour, a sleeping run wakes when the clock gets to its time`(_ overRestart: Bool) async throws {
        let bench = try Workbench([skill("nap", steps: [Self.nap, RunTests.call("work")])])
        let run = try await bench.session([ScriptedCallable()]) { engine in
            let run = try await start(bench, engine)
            bench.time.advance(by: .seconds(-3600))
            if !overRestart {
                bench.time.advance(by: .seconds(3600 + 1200))
                await engine.settled(run.id)
            }
            return run
        }
        try await bench.session([ScriptedCallable()]) { (engine: Engine) async throws -> Void in
            if overRestart {
                bench.time.advance(by: .seconds(3600 + 1199))
                #expect(try await engine.store.run(run.id).state == .waiting)
                bench.time.advance(by: .seconds(1))
                await engine.settled(run.id)
            }
            #expect(try await engine.store.run(run.id).state == .succeeded)
            #expect(try await isOrdered(engine, run))
        }
    }

    @Test func `set forward by a day, what is due by then happens at once and in order`() async throws {
        let bench = try Workbench([skill("nap", steps: [Self.nap, RunTests.call("work")], more: ["limits": ["duration": "72h", "calls": 10]])])
        try await bench.session([ScriptedCallable()]) { engine in
            let run = try await start(bench, engine)
            bench.time.advance(by: .seconds(86_400))
            await engine.settled(run.id)
            #expect(try await engine.store.run(run.id).state == .succeeded)
            #expect(try await isOrdered(engine, run))
        }
    }

    @Test func `set back while a call is under way, its outcome is not before its start`() async throws {
        let bench = try Workbench([skill("nap", steps: [RunTests.call("one"), RunTests.call("two")])])
        let http = ScriptedCallable { call, _ in
            bench.time.advance(by: .seconds(-600))
            return Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            let run = try await RunTests.finished(engine, "nap")
            #expect(run.state == .succeeded)
            #expect(try await isOrdered(engine, run))
        }
    }
}
