import Engine
import JSON
import SkillLanguage
import Store
import Testing

/// Runs that share a concurrency key, and starts that share an idempotency key.
@Suite struct AdmissionTests {
    private static func keyed(_ conflict: String, max: Int = 1) -> JSON {
        skill("chat", steps: [RunTests.call("work")], more: ["concurrency": ["key": "${input.session}", "max": .int(Int64(max)), "on_conflict": .string(conflict)]])
    }

    /// Calls that end when the test says so, by the run's input.
    private static func held(until release: Signpost, started: Signpost) -> ScriptedCallable {
        ScriptedCallable { call, before in
            if before == 0 {
                started.pass()
                await release.wait()
            }
            return Outcome(.success(call.arguments))
        }
    }

    private static func start(_ engine: Engine, priority: Int = 0) async throws -> RunRecord {
        var request = StartRequest(skill: "chat", input: ["session": "s1"], trigger: .manual)
        request.priority = priority
        return try await engine.start(request)
    }

    @Test func `queued runs go one after the other, the higher priority first`() async throws {
        let bench = try Workbench([Self.keyed("queue")])
        let (started, release) = (Signpost(), Signpost())
        let http = Self.held(until: release, started: started)
        try await bench.session([http]) { engine in
            let first = try await Self.start(engine)
            await started.wait()
            let low = try await Self.start(engine)
            let high = try await Self.start(engine, priority: 5)
            #expect(low.state == .queued && high.state == .queued)
            release.pass()
            for run in [first, low, high] { await engine.settled(run.id) }
            #expect(http.calls.map(\.run) == [first.id, high.id, low.id])
        }
    }

    @Test func `a newer run of the key has the running one cancelled and follows it`() async throws {
        let bench = try Workbench([Self.keyed("cancel_running")])
        let started = Signpost()
        let http = ScriptedCallable { call, before in
            if before == 0 {
                started.pass()
                await hang()
            }
            return Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            let stale = try await Self.start(engine)
            await started.wait()
            let between = try await Self.start(engine)
            let latest = try await Self.start(engine)
            for run in [stale, between, latest] { await engine.settled(run.id) }
            var states: [RunState] = []
            for run in [stale, between, latest] { states.append(try await engine.store.run(run.id).state) }
            #expect(states.first == .cancelled && states.last == .succeeded)
            #expect(states[1] == .cancelled)
        }
    }

    @Test func `with fail the start that is too many fails, with skip it is skipped`() async throws {
        for (conflict, state) in [("fail", RunState.failed), ("skip", .skipped)] {
            let bench = try Workbench([Self.keyed(conflict)])
            let (started, release) = (Signpost(), Signpost())
            try await bench.session([Self.held(until: release, started: started)]) { engine in
                let first = try await Self.start(engine)
                await started.wait()
                let second = try await Self.start(engine)
                #expect(second.state == state && second.errorType == (state == .failed ? "skill.conflict" : nil))
                release.pass()
                await engine.settled(first.id)
            }
        }
    }

    @Test func `queued runs survive a restart and get their place then`() async throws {
        let bench = try Workbench([Self.keyed("queue")])
        let started = Signpost()
        let hanging = ScriptedCallable { call, _ in
            started.pass()
            await hang()
            return Outcome(.success(call.arguments))
        }
        let ids = try await bench.session([hanging]) { engine in
            let first = try await Self.start(engine)
            await started.wait()
            return [first.id, try await Self.start(engine).id, try await Self.start(engine).id]
        }
        let http = ScriptedCallable()
        try await bench.session([http]) { engine in
            for id in ids { await engine.settled(id) }
            #expect(http.calls.map(\.run) == ids)
        }
    }

    @Test func `a start with a known key finds the run, and starts another only where that is allowed`() async throws {
        let bench = try Workbench([skill("once", steps: [RunTests.call("work")])])
        try await bench.session([ScriptedCallable()]) { engine in
            func start(_ reuse: Repetition.Reuse) async throws -> RunRecord {
                var request = StartRequest(skill: "once", input: [:], trigger: .api, idempotencyKey: "k")
                request.repetition.reuse = reuse
                let run = try await engine.start(request)
                await engine.settled(run.id)
                return run
            }
            let first = try await start(.never)
            #expect(try await start(.never).id == first.id)
            #expect(try await start(.failedOnly).id == first.id)
            let second = try await start(.always)
            #expect(second.id != first.id && !second.existed)
            #expect(try await start(.never).id == second.id)
        }
    }
}
