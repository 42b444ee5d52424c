import Engine
import JSON
import SkillLanguage
import Store
import Testing

/// Runs that come back into memory, many at a time.
@Suite struct ReturnTests {
    @Test func `a journal that is too long to be read along with others is read whole`() async throws {
        let items = JSON.array((0..<90).map { .int($0) })
        let bench = try Workbench([skill("long", steps: [["id": "all", "each": ["in": items, "as": "item", "steps": [RunTests.call("a")]]]])])
        let reached = Signpost()
        let hanging = ScriptedCallable { call, before in
            if before == 80 {
                reached.pass()
                await hang()
            }
            return Outcome(.success(call.arguments))
        }
        let id = try await bench.session([hanging]) { engine in
            let run = try await engine.start(StartRequest(skill: "long", input: [:], trigger: .manual))
            await reached.wait()
            return run.id
        }
        let echo = ScriptedCallable()
        let run = try await bench.session([echo]) { engine in
            await engine.settled(id)
            return try await engine.store.run(id)
        }
        #expect(run.state == .succeeded && echo.steps.count == 10)
    }

    @Test func `more runs than are loaded at once all come back, each with its own journal`() async throws {
        let bench = try Workbench([skill("two", steps: [RunTests.call("a"), RunTests.call("b")], result: ["a": "${steps.a.n}"])])
        let reached = Signpost()
        let hanging = ScriptedCallable { call, before in
            guard call.request.step == "b" else { return Outcome(.success(["n": .string(call.run)])) }
            if before == 299 { reached.pass() }
            await hang()
            return Outcome(.success([:]))
        }
        let ids = try await bench.session([hanging]) { engine in
            var ids: [String] = []
            for _ in 0..<300 { ids.append(try await engine.start(StartRequest(skill: "two", input: [:], trigger: .manual)).id) }
            await reached.wait()
            return ids
        }
        let echo = ScriptedCallable()
        try await bench.session([echo]) { engine in
            for id in ids {
                await engine.settled(id)
                let run = try await engine.store.run(id)
                #expect(run.state == .succeeded && run.output.map { String(decoding: $0, as: UTF8.self) } == #"{"a":"\#(id)"}"#)
            }
        }
        #expect(echo.calls.count == 300 && echo.steps.allSatisfy { $0 == "b" })
    }
}
