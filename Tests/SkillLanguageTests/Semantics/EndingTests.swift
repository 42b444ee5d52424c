import CivilTime
import JSON
import Testing

@testable import SkillLanguage

/// How runs end, and what still happens then.
@Suite struct EndingTests {
    @Test func `return ends the run with its output, from inside anything`() throws {
        let steps = #"""
            [{"id": "p", "parallel": {"branches": {
                "a": [{"id": "w", "call": "wait", "with": {"for": "1s"}}, {"id": "r", "return": {"v": "early"}}],
                "b": [{"id": "x", "call": "wait", "with": {"for": "9s"}}, {"id": "late", "set": {"y": 1}}]}}},
             {"id": "after", "set": {"y": 2}}]
            """#
        try Scenario.expect("never", is: "early", after: steps, notRan: #"["late", "after"]"#)
    }

    @Test func `an output that is not what the skill promises is schema output`() throws {
        let scenario = Scenario(steps: #"[{"id": "a", "set": {"x": 1}}]"#, result: #"{"n": "text"}"#, expect: #"{"error": "schema.output"}"#)
        let promise: JSON = [["op": "add", "path": "/output/properties", "value": ["n": ["type": "number"]]]]
        let document = try Patch(promise).apply(to: try scenario.skill().document)
        #expect(TestRunner.run(try SkillDecoder.decode(document)).flatMap(\.findings) == [])
    }

    static let endings: [(steps: String, limits: String, error: String?)] = [
        (#"[{"id": "a", "set": {"x": 1}}]"#, "{}", nil), (#"[{"id": "a", "return": {"early": true}}]"#, "{}", nil),
        (#"[{"id": "a", "fail": {"type": "custom.x", "message": "m"}}]"#, "{}", "custom.x"),
        (#"[{"id": "a", "call": "wait", "with": {"for": "2m"}}]"#, #"{"duration": "1m"}"#, "limits.duration"),
        (#"[{"id": "a", "call": "echo"}, {"id": "b", "call": "echo"}]"#, #"{"calls": 1}"#, "limits.calls"),
    ]

    @Test(arguments: 0..<endings.count) func `clean-up runs on every ending`(_ index: Int) throws {
        let (steps, limits, error) = Self.endings[index]
        let expect = error.map { #"{"error": "\#($0)", "ran": ["tidy"]}"# } ?? #"{"ran": ["tidy"]}"#
        let scenario = Scenario(steps: steps, cleanup: #"[{"id": "tidy", "call": "echo"}]"#, limits: limits, expect: expect)
        #expect(try scenario.problems() == [])
    }

    static let cleanups = [
        #"{"id": "tidy", "return": {"v": "changed"}}"#, #"{"id": "tidy", "fail": {"type": "custom.tidy", "message": "m"}}"#,
        #"{"id": "tidy", "set": {"x": "changed"}}"#, #"{"id": "tidy", "call": "wait", "with": {"for": "2h"}}"#,
    ]

    @Test(arguments: cleanups) func `clean-up cannot change the result`(cleanup: String) throws {
        try Scenario.expect("${vars.x}", is: "kept", after: #"[{"id": "a", "set": {"x": "kept"}}]"#, cleanup: "[\(cleanup)]")
        let failing = #"[{"id": "a", "fail": {"type": "custom.x", "message": "m"}}]"#
        try Scenario.expect(error: "custom.x", after: failing, cleanup: "[\(cleanup)]", ran: #"["tidy"]"#)
    }

    @Test func `clean-up has a minute and no more`() throws {
        let cleanup = #"[{"id": "w", "call": "wait", "with": {"for": "WAITs"}}, {"id": "end", "set": {"x": 1}}]"#
        func ran(_ seconds: String) throws -> Bool {
            let steps = cleanup.split(separator: "WAIT").joined(separator: seconds)
            return try Scenario(steps: #"[{"id": "a", "set": {"x": 1}}]"#, cleanup: steps).report().trace.ran.contains("end")
        }
        #expect(try ran("59"))
        #expect(try !ran("61"))
    }

    @Test func `clean-up sees how far the run came`() throws {
        let scenario = Scenario(
            steps: #"""
                [{"id": "a", "call": "echo", "with": {"n": 1}}, {"id": "v", "set": {"x": 2}},
                 {"id": "f", "fail": {"type": "custom.x", "message": "m"}}]
                """#,
            cleanup: #"[{"id": "tidy", "call": "echo", "with": {"seen": "${[steps.a.n, vars.x]}"}}]"#,
            expect: #"{"error": "custom.x", "assert": ["calls.tidy.seen == [1.0, 2.0]"]}"#)
        #expect(try scenario.problems() == [])
    }

    // MARK: what only a caller of the interpreter can do

    private func execution(_ scenario: Scenario) throws -> Execution {
        let facts = RunFacts(id: "r", skill: "scenario", version: "1.0.0")
        return Execution(skill: try scenario.skill(), input: [:], config: [:], facts: facts, seed: 1, at: Instant(milliseconds: 0))
    }

    private func calls(_ execution: inout Execution) -> [CallRequest] {
        execution.takeEffects().compactMap { if case .call(let request) = $0 { request } else { nil } }
    }

    private static let get = #"{"id": "a", "call": "http", "with": {"method": "GET", "url": "https://a.example.com"}"#

    @Test func `cancelling abandons what is under way, runs the clean-up, and is not caught`() throws {
        let steps = "[\(Self.get), \"catch\": [{\"value\": 1}]}]"
        var execution = try execution(Scenario(steps: steps, cleanup: #"[{"id": "tidy", "call": "echo"}]"#))
        execution.start()
        let call = try #require(calls(&execution).first)
        execution.cancel(reason: "enough", at: Instant(milliseconds: 5))
        let effects = execution.takeEffects()
        guard effects.count == 2, case .abandon(call.id) = effects[0], case .call(let tidy) = effects[1] else {
            Issue.record("\(effects)")
            return
        }
        #expect(execution.ending == nil && execution.isCleaningUp)
        let wasAwaited = execution.complete(call.id, Outcome(.success(1)), at: Instant(milliseconds: 6))
        #expect(!wasAwaited)
        execution.complete(tidy.id, Outcome(.success([:])), at: Instant(milliseconds: 7))
        guard case .cancelled(reason: "enough") = execution.ending else {
            Issue.record("\(String(describing: execution.ending))")
            return
        }
    }

    @Test(arguments: [(5, 5000), (1, 2000)]) func `a server's wish to wait longer is granted`(hint: Int, next: Int64) throws {
        let retry = #""retry": {"attempts": 2, "initial": "2s", "jitter": "none"}"#
        var execution = try execution(Scenario(steps: "[\(Self.get), \(retry)}]"))
        execution.start()
        let first = try #require(calls(&execution).first)
        let failure = Failure("http.4xx.429", "slow down", retryAfter: .seconds(hint))
        execution.complete(first.id, Outcome(.failure(failure)), at: Instant(milliseconds: 0))
        execution.advance(to: Instant(milliseconds: next - 1))
        #expect(calls(&execution).isEmpty)
        execution.advance(to: Instant(milliseconds: next))
        #expect(calls(&execution).map(\.id) == [CallID(path: "a", attempt: 2)])
    }

    @Test func `a server's wish that goes beyond the step's time fails at once with the original error`() throws {
        let retry = #""retry": {"attempts": 2}, "timeout": "3s", "catch": [{"on": ["http"], "value": {"v": "${error.type}"}}]"#
        var execution = try execution(Scenario(steps: "[\(Self.get), \(retry)}]", result: #"{"v": "${steps.a.v}"}"#))
        execution.start()
        let first = try #require(calls(&execution).first)
        execution.complete(first.id, Outcome(.failure(Failure("http.4xx.429", "slow down", retryAfter: .seconds(4)))), at: Instant(milliseconds: 0))
        guard case .succeeded(let output)? = execution.ending else {
            Issue.record("the run goes on")
            return
        }
        #expect(output == ["v": "http.4xx.429"])
    }

    @Test func `full jitter is at most the delay, and the same when the run is resumed`() throws {
        let retry = #""retry": {"attempts": 2, "initial": "8s"}"#
        var delays: Set<Instant?> = []
        for _ in 0..<2 {
            var execution = try execution(Scenario(steps: "[\(Self.get), \(retry)}]"))
            execution.start()
            let first = try #require(calls(&execution).first)
            execution.complete(first.id, Outcome(.failure(Failure("http.connect", "no"))), at: Instant(milliseconds: 0))
            delays.insert(execution.nextTimer)
        }
        #expect(delays.count == 1)
        let delay = try #require(delays.first ?? nil)
        #expect(delay >= Instant(milliseconds: 0) && delay < Instant(milliseconds: 8000))
    }
}
