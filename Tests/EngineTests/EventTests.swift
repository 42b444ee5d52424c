import Engine
import JSON
import SkillLanguage
import Store
import Testing

/// Events between runs and from outside, and what runs remember.
@Suite struct EventTests {
    private static func wait(_ id: String = "paid", match: String? = nil) -> JSON {
        var with: JSON.Object = ["name": "payment"]
        with["match"] = match.map(JSON.string)
        return ["id": .string(id), "call": "event", "timeout": "40m", "with": .object(with)]
    }

    @Test func `an event that fits wakes the run, one that does not fit is passed over`() async throws {
        let bench = try Workbench([
            skill("order", steps: [Self.wait(match: "event.order == input.order && event.sum > 10")], result: ["sum": "${steps.paid.sum}"])
        ])
        try await bench.session([]) { engine in
            let run = try await engine.start(StartRequest(skill: "order", input: ["order": "a1"], trigger: .manual))
            while try await engine.store.run(run.id).state != .waiting { await Task.yield() }
            #expect(try await engine.emit(id: nil, name: "payment", payload: ["order": "b2", "sum": 30]) == 0)
            #expect(try await engine.emit(id: nil, name: "refund", payload: ["order": "a1", "sum": 30]) == 0)
            #expect(try await engine.emit(id: nil, name: "payment", payload: ["order": "a1"]) == 0)
            #expect(try await engine.emit(id: "e1", name: "payment", payload: ["order": "a1", "sum": 30]) == 1)
            #expect(try await engine.emit(id: "e1", name: "payment", payload: ["order": "a1", "sum": 30]) == 0)
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(try JSON(parsing: #require(ended.output)) == ["sum": 30])
        }
    }

    @Test func `an event that came after the run began and before it waited is not lost, and is taken once`() async throws {
        let bench = try Workbench([skill("two", steps: [RunTests.call("first"), Self.wait("one"), Self.wait("two")], result: ["got": ["${steps.one.n}", "${steps.two.n}"]])])
        let reached = Signpost(), release = Signpost()
        let http = ScriptedCallable { call, _ in
            reached.pass()
            await release.wait()
            return Outcome(.success(call.arguments))
        }
        try await bench.session([http]) { engine in
            try await engine.emit(id: nil, name: "payment", payload: ["n": 0])
            bench.time.advance(by: .milliseconds(1))
            let run = try await engine.start(StartRequest(skill: "two", input: [:], trigger: .manual))
            await reached.wait()
            try await engine.emit(id: nil, name: "payment", payload: ["n": 1])
            try await engine.emit(id: nil, name: "payment", payload: ["n": 2])
            release.pass()
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(try JSON(parsing: #require(ended.output)) == ["got": [1, 2]])
        }
    }

    @Test func `a run emits to another in one transaction`() async throws {
        let bench = try Workbench([
            skill("waiter", steps: [Self.wait()], result: ["sum": "${steps.paid.sum}"]),
            skill("payer", steps: [["id": "pay", "call": "emit", "with": ["name": "payment", "payload": ["sum": 5]]]]),
        ])
        try await bench.session([]) { engine in
            let waiter = try await engine.start(StartRequest(skill: "waiter", input: [:], trigger: .manual))
            while try await engine.store.run(waiter.id).state != .waiting { await Task.yield() }
            let payer = try await engine.start(StartRequest(skill: "payer", input: [:], trigger: .manual))
            await engine.settled(payer.id)
            await engine.settled(waiter.id)
            #expect(try await engine.store.run(waiter.id).state == .succeeded)
            #expect(try await engine.store.run(payer.id).state == .succeeded)
        }
    }

    @Test func `memory outlives runs, belongs to its skill, and is compared before it is set`() async throws {
        func steps(_ put: JSON.Object) -> JSON {
            [
                ["id": "old", "call": "memory.get", "with": ["key": "count", "default": 0]],
                ["id": "new", "call": "memory.put", "with": .object(put)],
            ]
        }
        let bench = try Workbench([
            skill("counter", steps: steps(["key": "count", "value": "${steps.old.value + 1}"]), result: ["old": "${steps.old.value}", "revision": "${steps.new.revision}"]),
            skill("other", steps: steps(["key": "count", "value": 1, "expect": 3]), result: ["old": "${steps.old.value}"]),
        ])
        try await bench.session([]) { engine in
            for n in 0..<3 {
                let run = try await RunTests.finished(engine, "counter")
                #expect(try JSON(parsing: #require(run.output)) == ["old": .int(Int64(n)), "revision": .int(Int64(n + 1))])
            }
            let other = try await RunTests.finished(engine, "other")
            #expect(other.state == .failed && other.errorType == "memory.conflict")
        }
    }
}
