import JSON
import SkillLanguage
import Store
import Testing

@testable import Engine

@Suite struct RecoveryTests {
    private static let permitted: JSON.Object = ["permits": ["skills": ["inner@^1"]]]

    /// Starts a run and ends the session while the given step's call is under way.
    private func interrupt(_ bench: Workbench, _ skill: String, at step: String, reach: Reach) async throws -> String {
        let reached = Signpost()
        let http = ScriptedCallable(reach: reach) { call, _ in
            if call.request.step == step {
                reached.pass()
                await hang()
            }
            return Outcome(.success(call.arguments))
        }
        return try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: skill, input: [:], trigger: .manual))
            await reached.wait()
            return run.id
        }
    }

    private func resume(_ bench: Workbench, _ id: String, reach: Reach) async throws -> (run: RunRecord, steps: [String]) {
        let http = ScriptedCallable(reach: reach)
        let run = try await bench.session([http]) { engine in
            await engine.settled(id)
            return try await engine.store.run(id)
        }
        return (run, http.steps)
    }

    @Test func `a resumed run repeats no finished call`() async throws {
        let bench = try Workbench([skill("three", steps: [RunTests.call("a"), RunTests.call("b"), RunTests.call("c")], result: ["a": "${steps.a.n}"])])
        let id = try await interrupt(bench, "three", at: "b", reach: .read)
        let (run, steps) = try await resume(bench, id, reach: .read)
        #expect(run.state == .succeeded && steps == ["b", "c"])
        #expect(try JSON(parsing: #require(run.output)) == ["a": "a"])
        #expect(run.recoveries == 1)
    }

    @Test func `only the ends of processes that drove a run count towards its quarantine`() async throws {
        let bench = try Workbench([skill("three", steps: [RunTests.call("a")])])
        let id = try await interrupt(bench, "three", at: "a", reach: .read)
        try await bench.withStore { store in
            for _ in 0...Engine.mostRecoveries { _ = try await store.takeOver(try await store.heldRuns().map(\.key.rowID)) }
        }
        let (run, steps) = try await resume(bench, id, reach: .read)
        #expect(run.state == .succeeded && run.recoveries == 1 && steps == ["a"])
    }

    @Test func `a run that was driven at eleven ends of the process in a row is quarantined`() async throws {
        let bench = try Workbench([skill("three", steps: [RunTests.call("a")])])
        let id = try await interrupt(bench, "three", at: "a", reach: .read)
        for _ in 1...Engine.mostRecoveries {
            let reached = Signpost()
            let http = ScriptedCallable { _, _ in
                reached.pass()
                await hang()
                return Outcome(.success([:]))
            }
            try await bench.session([http]) { _ in await reached.wait() }
        }
        let http = ScriptedCallable()
        let run = try await bench.session([http]) { engine in try await engine.store.run(id) }
        #expect(run.state == .quarantined && http.calls.isEmpty)
    }

    @Test func `a write without an outcome is unknown and is not sent again`() async throws {
        let bench = try Workbench([skill("pay", steps: [RunTests.call("a", ["on_unknown": "fail"])])])
        let id = try await interrupt(bench, "pay", at: "a", reach: .write)
        let (run, steps) = try await resume(bench, id, reach: .write)
        #expect(run.state == .failed && run.errorType == "unknown_outcome" && steps.isEmpty)
    }

    /// Interrupts a write, starts again, and hands over the question that a person is asked.
    private func asked(_ answer: @escaping @Sendable (Engine, WaitRecord) async throws -> Void) async throws -> (run: RunRecord, steps: [String]) {
        let bench = try Workbench([skill("pay", steps: [RunTests.call("a"), RunTests.call("b")], result: ["n": "${steps.a.n}"])])
        let id = try await interrupt(bench, "pay", at: "a", reach: .write)
        let http = ScriptedCallable(reach: .write)
        let run = try await bench.session([http]) { engine in
            var question: WaitRecord?
            while question == nil {
                question = try await engine.store.inbox(after: nil, limit: 1).items.first
                await Task.yield()
            }
            if let question {
                #expect(question.kind == .unknown && question.step == "a" && http.steps.isEmpty)
                try await answer(engine, question)
            }
            await engine.settled(id)
            return try await engine.store.run(id)
        }
        return (run, http.steps)
    }

    @Test func `a person is asked about a write without an outcome, and may have it sent again`() async throws {
        let (run, steps) = try await asked { engine, question in try await engine.repeatCall(question.id, by: "olga") }
        #expect(run.state == .succeeded && steps == ["a", "b"])
    }

    @Test func `a person may say what the write came to`() async throws {
        let (run, steps) = try await asked { engine, question in try await engine.answer(question.id, with: .success(["n": 9]), by: "olga") }
        #expect(try JSON(parsing: #require(run.output)) == ["n": 9] && steps == ["b"])
    }

    @Test func `a write that an engine no longer makes because it stops is made after the restart`() async throws {
        let bench = try Workbench([skill("pay", steps: [RunTests.call("a"), RunTests.call("b")])])
        let (reached, stopped) = (Signpost(), Signpost())
        let http = ScriptedCallable(reach: .write) { call, _ in
            reached.pass()
            await stopped.wait()
            return Outcome(.success(call.arguments))
        }
        let id = try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "pay", input: [:], trigger: .manual))
            await reached.wait()
            engine.stop()
            stopped.pass()
            while engine.liveRuns > 0 { await Task.yield() }
            return run.id
        }
        #expect(http.steps == ["a"])
        let (run, steps) = try await resume(bench, id, reach: .write)
        #expect(run.state == .succeeded && steps == ["b"])
    }

    @Test func `on_unknown retry sends the write again`() async throws {
        let bench = try Workbench([skill("pay", steps: [RunTests.call("a", ["on_unknown": "retry"])])])
        let id = try await interrupt(bench, "pay", at: "a", reach: .write)
        let (run, steps) = try await resume(bench, id, reach: .write)
        #expect(run.state == .succeeded && steps == ["a"])
    }

    @Test func `an idempotent write is sent again with the same key`() async throws {
        let bench = try Workbench([skill("pay", steps: [RunTests.call("a")])])
        let id = try await interrupt(bench, "pay", at: "a", reach: .idempotentWrite)
        let http = ScriptedCallable(reach: .idempotentWrite)
        let run = try await bench.session([http]) { engine in
            await engine.settled(id)
            return try await engine.store.run(id)
        }
        #expect(run.state == .succeeded && http.calls.map(\.idempotencyKey) == ["\(id)/a"])
    }

    @Test func `a called run is resumed by its caller and started only once`() async throws {
        let bench = try Workbench([
            skill("parent", steps: [["id": "child", "call": "skill:inner@^1"], RunTests.call("after")], more: Self.permitted),
            skill("inner", steps: [RunTests.call("first"), RunTests.call("second")]),
        ])
        let id = try await interrupt(bench, "parent", at: "second", reach: .read)
        let (run, steps) = try await resume(bench, id, reach: .read)
        #expect(run.state == .succeeded && steps == ["second", "after"])
        let children = try await bench.session([]) { engine in try await engine.store.children(of: run.key.rowID) }
        #expect(children.map(\.skill) == ["inner"] && children.allSatisfy { $0.state == .succeeded })
    }

    @Test func `a run keeps the versions pinned at its start, across a restart`() async throws {
        let bench = try Workbench([
            skill("parent", steps: [RunTests.call("before"), ["id": "child", "call": "skill:inner@^1"]], result: ["v": "${steps.child.v}"], more: Self.permitted),
            skill("inner", steps: [RunTests.call("x")], result: ["v": 1]),
        ])
        let id = try await interrupt(bench, "parent", at: "before", reach: .read)
        try bench.skills.replace(skill("inner", version: "1.1.0", steps: [RunTests.call("x")], result: ["v": 2]))
        let (run, _) = try await resume(bench, id, reach: .read)
        #expect(try JSON(parsing: #require(run.output)) == ["v": 1])
        let next = try await bench.session([ScriptedCallable()]) { engine in try await RunTests.finished(engine, "parent") }
        #expect(try JSON(parsing: #require(next.output)) == ["v": 2])
    }

    @Test func `a failing child fails its caller with the child's error in the details`() async throws {
        let bench = try Workbench([
            skill("parent", steps: [["id": "child", "call": "skill:inner@^1"]], more: Self.permitted),
            skill("inner", steps: [["id": "stop", "fail": ["type": "custom.broken", "message": "no"]]]),
        ])
        let run = try await bench.session([]) { engine in try await RunTests.finished(engine, "parent") }
        #expect(run.errorType == "skill.failed")
        #expect(try JSON(parsing: #require(run.error))["details"]?["type"] == "custom.broken")
    }

    @Test func `a skill that the permits do not name is not called`() async throws {
        let bench = try Workbench([
            skill("parent", steps: [["id": "child", "call": "skill:inner@^1"]]), skill("inner", steps: [RunTests.call("x")]),
        ])
        let http = ScriptedCallable()
        let run = try await bench.session([http]) { engine in try await RunTests.finished(engine, "parent") }
        #expect(run.errorType == "skill.denied" && http.calls.isEmpty)
    }

    @Test func `a called run whose caller has ended is ended at the next start`() async throws {
        let bench = try Workbench([
            skill("parent", steps: [["id": "child", "call": "skill:inner@^1"]], more: Self.permitted), skill("inner", steps: [RunTests.call("x")]),
        ])
        let id = try await interrupt(bench, "parent", at: "x", reach: .read)
        let child = try await bench.orphan(childOf: id)
        let run = try await bench.session([ScriptedCallable()]) { engine in
            await engine.settled(child)
            return try await engine.store.run(child)
        }
        #expect(run.state == .cancelled)
    }
}
