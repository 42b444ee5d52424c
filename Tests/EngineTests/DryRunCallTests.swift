import CivilTime
import Engine
import JSON
import SkillLanguage
import Store
import Testing

/// What a dry run reaches: other skills, memory, secrets.
@Suite(.timeLimit(.minutes(1))) struct DryRunCallTests {
    private static let child = skill(
        "child", steps: [
            ["id": "nap", "call": "wait", "with": ["for": "10m"]], RunTests.call("look"), ["id": "tell", "call": "emit", "with": ["name": "seen"]],
        ])
    private static func parent(_ more: JSON.Object = [:]) -> JSON {
        var step: JSON.Object = ["id": "sub", "call": "skill:child@^1", "with": [:]]
        for (key, value) in more { step[key] = value }
        return skill("parent", steps: [.object(step)], more: ["permits": ["skills": ["child@^1"]]])
    }

    private static func attempt(_ documents: [JSON], _ http: ScriptedCallable = ScriptedCallable()) async throws -> DryRunReport {
        let bench = try Workbench(Array(documents.dropFirst()))
        return try await bench.session([http]) { engine in
            try await engine.dryRun(of: try StubSkills.publish(documents[0]), among: bench.skills, input: [:], usesModels: false)
        }
    }

    @Test func `a called skill is tried in the same way, and what it did is told inside the call`() async throws {
        let http = ScriptedCallable()
        let report = try await Self.attempt([Self.parent(), Self.child], http)
        let called = try #require(report.calls[0].called)
        #expect(called.calls.map(\.step) == ["nap", "look", "tell"] && called.refused == 1 && report.refused == 1)
        #expect(http.steps == ["look"] && report.ending?.error?.type == "skill.failed")
        #expect(report.duration == .seconds(600) && report.usage.calls == 4)
        #expect(http.calls[0].permits.count == 2)
    }

    @Test func `a called skill that waits too long runs into its caller's timeout`() async throws {
        let report = try await Self.attempt([Self.parent(["timeout": "5m"]), Self.child])
        #expect(report.ending?.error?.type == "timeout" && report.duration == .seconds(300))
    }

    @Test func `a skill that the permits do not name is not called, nor is one with an input that does not fit`() async throws {
        var denied = Self.parent().object ?? [:]
        denied["permits"] = [:]
        let report = try await Self.attempt([.object(denied), Self.child])
        #expect(report.ending?.error?.type == "skill.denied" && report.calls[0].called == nil)
        let strict = skill("child", steps: [RunTests.call("look")], more: ["input": ["type": "object", "required": ["n"], "properties": ["n": ["type": "integer"]]]])
        #expect(try await Self.attempt([Self.parent(), strict]).ending?.error?.type == "skill.input")
        await #expect(throws: EngineError.self) { try await Self.attempt([Self.parent()]) }
    }

    @Test func `a called skill has no more calls than its caller has left`() async throws {
        var tight = Self.parent().object ?? [:]
        tight["limits"] = ["calls": 2, "duration": "1h"]
        let report = try await Self.attempt([.object(tight), Self.child])
        #expect(report.calls[0].called?.ending?.error?.type == "limits.calls")
    }

    @Test func `memory is read and not written`() async throws {
        let put: JSON = ["id": "put", "call": "memory.put", "with": ["key": "count", "value": 7]]
        let get: JSON = ["id": "get", "call": "memory.get", "with": ["key": "count", "default": 0]]
        let near: JSON = ["id": "near", "call": "memory.get", "with": ["key": "coun", "default": 0]]
        let skipped: JSON = ["id": "put", "call": "memory.put", "with": ["key": "count", "value": 9], "catch": [["on": ["*"], "value": nil]]]
        let bench = try Workbench([skill("keeps", steps: [put])])
        let candidate = try StubSkills.publish(
            skill("keeps", steps: [skipped, get, near], result: ["got": "${steps.get.value}", "near": "${steps.near.value}"]))
        try await bench.session([]) { engine in
            let run = try await engine.start(StartRequest(skill: "keeps", input: [:], trigger: .manual))
            await engine.settled(run.id)
            let report = try await engine.dryRun(of: candidate, among: bench.skills, input: [:], usesModels: false)
            #expect(try report.ending?.value() == ["got": 7, "near": 0])
            #expect(try await engine.store.memory("skill/keeps", prefix: "", limit: 5).map { $0.value.revision } == [1])
        }
    }

    @Test func `secrets are markers for callables alone, and names for people`() async throws {
        let header: JSON = ["headers": ["authorization": "Bearer ${secrets.TOKEN}"]]
        let steps: JSON = [
            ["id": "look", "call": "http", "with": header], ["id": "tell", "call": "mcp:pager/alert", "with": header],
        ]
        let http = ScriptedCallable { call, _ in Outcome(.success(call.arguments)) }
        let report = try await Self.attempt([skill("secret", steps: steps, more: ["secrets": ["TOKEN"]])], http)
        let shown: JSON = ["headers": ["authorization": "Bearer ${secrets.TOKEN}"]]
        #expect(report.calls.map(\.arguments) == [shown, shown] && http.calls[0].arguments != shown)
        #expect(try report.calls[0].outcome?.result.get() == shown)
        #expect(report.ending?.error?.details?["arguments"] == shown)
    }
}
