import CivilTime
import JSON
import SkillLanguage
import Store
import Testing

@testable import Engine

/// Runs that come back: what their rows say meanwhile, and what becomes of one that cannot.
@Suite struct ReloadTests {
    private static func nap(_ time: String) -> JSON { ["id": "nap", "call": "wait", "with": ["for": .string(time)]] }

    @Test func `a run that cannot be loaded sleeps for 60 seconds, says why, and is tried again`() async throws {
        let bench = try Workbench([skill("nap", steps: [Self.nap("20m"), RunTests.call("work")])])
        let http = ScriptedCallable()
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "nap", input: [:], trigger: .manual))
            while engine.liveRuns > 0 { await Task.yield() }
            bench.skills.withhold(true)
            bench.time.advance(by: .seconds(1_200))
            var row = try await engine.store.run(run.id)
            while row.wait?.kind != "load" { row = try await engine.store.run(run.id) }
            #expect(row.state == .waiting && row.wait?.until == bench.time.now() + .seconds(60) && row.deferrals == 1)
            #expect(row.wait?.detail?.contains("cannot be loaded") == true, "\(row.wait?.detail ?? "")")
            bench.time.advance(by: .seconds(59))
            bench.skills.withhold(false)
            #expect(try await engine.store.claimDue(at: bench.time.now(), limit: 1).isEmpty)
            bench.time.advance(by: .seconds(1))
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(ended.state == .succeeded && ended.deferrals == 1 && http.steps == ["work"])
        }
    }

    /// A short wait is spent in memory, a long one out of it.
    @Test(arguments: ["3s", "20m"])
    func `the row of a run that waits says so after a restart, and until when`(_ time: String) async throws {
        let bench = try Workbench([skill("nap", steps: [Self.nap(time)])])
        let before = try await bench.session([]) { engine in
            let run = try await engine.start(StartRequest(skill: "nap", input: [:], trigger: .manual))
            while try await engine.store.run(run.id).state != .waiting { await Task.yield() }
            return try await engine.store.run(run.id)
        }
        #expect(before.wait?.kind == "sleep" && before.wait?.until != nil)
        bench.time.advance(by: .seconds(1))
        try await bench.session([]) { engine in
            for _ in 0..<1_000 { await Task.yield() }
            let after = try await engine.store.run(before.id)
            #expect(after.state == .waiting && after.wait == before.wait)
            bench.time.advance(by: .seconds(1_200))
            await engine.settled(before.id)
            #expect(try await engine.store.run(before.id).state == .succeeded)
        }
    }
}
