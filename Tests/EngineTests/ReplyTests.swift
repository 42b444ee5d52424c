import Engine
import JSON
import SkillLanguage
import Store
import Testing

/// What people say to calls that wait for them.
@Suite struct ReplyTests {
    /// A write is under way when the process ends; the next one asks what became of it, and gets the reply.
    private func asked(_ reply: Reply) async throws -> (run: RunRecord, made: [String]) {
        let bench = try Workbench([skill("pay", steps: [RunTests.call("a")], result: ["got": "${steps.a}"])])
        let reached = Signpost()
        let first = ScriptedCallable(reach: .write) { _, _ in
            reached.pass()
            await hang()
            return Outcome(.success([:]))
        }
        let id = try await bench.session([first]) { engine in
            let run = try await engine.start(StartRequest(skill: "pay", input: [:], trigger: .manual))
            await reached.wait()
            return run.id
        }
        let second = ScriptedCallable(reach: .write)
        let run = try await bench.session([second]) { engine in
            let wait = try await Self.question(engine)
            #expect(wait.kind == .unknown && wait.runID == id)
            await #expect(throws: EngineError.self) { try await engine.answer(wait, .form(["n": 1]), by: "olga") }
            await #expect(throws: EngineError.self) { try await engine.answer(wait, .declined(reason: nil), by: "olga") }
            #expect(try await engine.store.wait(wait.id).state == .open)
            try await engine.answer(wait, reply, by: "olga")
            await engine.settled(id)
            return try await engine.store.run(id)
        }
        return (run, second.steps)
    }

    private static func question(_ engine: Engine) async throws -> WaitRecord {
        while true {
            if let wait = try await engine.store.inbox(after: nil, limit: 1).items.first { return wait }
            await Task.yield()
        }
    }

    @Test func `a write that did not happen is made, once`() async throws {
        let (run, made) = try await asked(.again)
        #expect(run.state == .succeeded && made == ["a"])
    }

    @Test func `a write that happened is not made again and has the value that the person gave`() async throws {
        let (run, made) = try await asked(.done(["id": 7]))
        #expect(run.state == .succeeded && made.isEmpty)
        #expect(try JSON(parsing: #require(run.output)) == ["got": ["id": 7]])
    }

    @Test func `a write that is let fail fails as unknown`() async throws {
        let (run, made) = try await asked(.failed)
        #expect(run.state == .failed && run.errorType == "unknown_outcome" && made.isEmpty)
    }

    @Test func `a form without a schema takes any value, and none takes a decision`() async throws {
        let ask: JSON = ["id": "ask", "call": "human", "timeout": "40m", "with": ["prompt": "Go on?"]]
        let bench = try Workbench([skill("careful", steps: [ask], result: ["said": "${steps.ask}"])])
        try await bench.session([]) { engine in
            let run = try await engine.start(StartRequest(skill: "careful", input: [:], trigger: .manual))
            let wait = try await Self.question(engine)
            for reply in [Reply.again, .failed, .done(1), .approved] {
                let error = await #expect(throws: EngineError.self) { try await engine.answer(wait, reply, by: "olga") }
                #expect(error?.code == "wrong_answer" && error?.description.contains("declined") == true)
            }
            try await engine.answer(wait, .form([1, 2]), by: "olga")
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(try JSON(parsing: #require(ended.output)) == ["said": [1, 2]])
        }
    }
}
