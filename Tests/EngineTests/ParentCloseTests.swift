import CivilTime
import Engine
import JSON
import SkillLanguage
import Store
import Testing

/// Called runs whose callers are done with them.
@Suite(.timeLimit(.minutes(2))) struct ParentCloseTests {
    private static func call(_ rule: Call.ParentClose?) -> JSON {
        var step: JSON.Object = ["id": "sub", "call": "skill:inner@^1", "with": [:]]
        step["parent_close"] = rule.map { .string($0.rawValue) }
        return .object(step)
    }

    private static let permits: JSON.Object = ["permits": ["skills": ["inner@^1"], "models": ["fast"]]]

    private static func inner(version: String = "1.0.0", said: String = "old") -> JSON {
        skill("inner", version: version, steps: [RunTests.call("work")], result: ["said": .string(said)], more: ["finally": [RunTests.call("tidy")]])
    }

    /// What must have become of the called run once its caller is done with it; the abandoned one goes on when `release` is passed.
    private static func check(
        _ child: RunSummary, _ rule: Call.ParentClose?, _ release: Signpost, _ http: ScriptedCallable, _ engine: Engine
    ) async throws {
        if rule == .abandon {
            let open = try await engine.store.run(child.id)
            #expect(open.state == .running && open.abandonedAt != nil)
            release.pass()
        }
        await engine.settled(child.id)
        let ended = try await engine.store.run(child.id)
        let tidied = http.steps.contains("tidy")
        switch rule {
        case nil, .cancel: #expect(ended.state == .cancelled && tidied)
        case .terminate: #expect(ended.state == .terminated && !tidied && ended.error.map { String(decoding: $0, as: UTF8.self) }?.contains("calling") == true)
        case .abandon: #expect(try ended.state == .succeeded && tidied && JSON(parsing: #require(ended.output)) == ["said": "old"])
        }
    }

    @Test(arguments: [nil] + Call.ParentClose.allCases)
    func `a call that is given up leaves its run to the rule, and the caller goes on`(_ rule: Call.ParentClose?) async throws {
        let both: JSON = [
            "id": "both", "parallel": ["branches": ["a": [Self.call(rule)], "b": [RunTests.call("spoil")]]], "catch": [["value": "given up"]],
        ]
        let bench = try Workbench([skill("outer", steps: [both], result: ["both": "${steps.both}"], more: Self.permits), Self.inner()])
        let (started, release) = (Signpost(), Signpost())
        let http = ScriptedCallable { call, _ in
            switch call.request.step {
            case "spoil":
                await started.wait()
                return Outcome(.failure(Failure("http.4xx.404", "no", retryable: false)))
            case "work":
                started.pass()
                if rule == .abandon { await release.wait() } else { await hang() }
            default: break
            }
            return Outcome(.success([:]))
        }
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "outer", input: [:], trigger: .manual))
            await engine.settled(run.id)
            let ended = try await engine.store.run(run.id)
            #expect(try ended.state == .succeeded && JSON(parsing: #require(ended.output)) == ["both": "given up"])
            try await Self.check(try #require(try await engine.store.children(of: run.key.rowID).first), rule, release, http, engine)
            // Nothing that it came to reached its caller.
            #expect(try await engine.store.journal(of: run.key.rowID).map(\.entry.path) == ["both/spoil"])
        }
    }

    @Test(arguments: [false, true])
    func `an abandoned run goes on after a crash with its version, permits and limits, however its caller ended`(_ byForce: Bool) async throws {
        let bench = try Workbench([skill("outer", steps: [Self.call(.abandon)], more: Self.permits), Self.inner()])
        let started = Signpost()
        let hanging = ScriptedCallable { call, _ in
            started.pass()
            if call.request.step == "work" { await hang() }
            return Outcome(.success([:]))
        }
        let (id, limits) = try await bench.session([hanging]) { engine in
            let run = try await engine.start(StartRequest(skill: "outer", input: [:], trigger: .manual))
            await started.wait()
            if byForce {
                try await engine.terminate(run.summary, by: "olga", reason: "stuck")
            } else {
                try await engine.cancel(run.summary, by: "olga", reason: "enough")
            }
            await engine.settled(run.id)
            #expect(try await engine.store.run(run.id).state == (byForce ? .terminated : .cancelled))
            let child = try #require(try await engine.store.children(of: run.key.rowID).first)
            return (child.id, try await engine.store.run(child.id).limits)
        }
        try bench.skills.replace(Self.inner(version: "1.1.0", said: "new"))
        let http = ScriptedCallable()
        try await bench.session([http]) { engine in
            await engine.settled(id)
            let ended = try await engine.store.run(id)
            #expect(try ended.state == .succeeded && ended.abandonedAt != nil && JSON(parsing: #require(ended.output)) == ["said": "old"])
            #expect(ended.limits == limits && limits != nil)
            #expect(http.steps == ["work", "tidy"] && http.calls.allSatisfy { $0.permits.count == 2 })
        }
    }
}
