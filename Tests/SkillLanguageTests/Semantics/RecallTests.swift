import CivilTime
import JSON
import Testing

@testable import SkillLanguage

/// Beginning with outcomes of another run.
@Suite struct RecallTests {
    private static func http(_ id: String, _ more: String = "") -> String {
        #"{"id": "\#(id)", "call": "http", "with": {"method": "GET", "url": "https://a.example.com"}\#(more)}"#
    }

    private func at(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1000) }

    private func started(_ steps: String..., limits: String = "{}") throws -> Execution {
        let scenario = Scenario(steps: "[\(steps.joined(separator: ","))]", limits: limits)
        let facts = RunFacts(id: "r", skill: "scenario", version: "1.0.0")
        var execution = Execution(skill: try scenario.skill(), input: [:], config: [:], facts: facts, seed: 1, at: at(0))
        execution.start()
        return execution
    }

    private func call(_ path: String, _ attempt: Int = 1) -> CallID { CallID(path: path, attempt: attempt) }

    private func asked(_ execution: inout Execution) -> [CallRequest] {
        execution.takeEffects().compactMap { if case .call(let request) = $0 { request } else { nil } }
    }

    private static let failure = Outcome(.failure(Failure("http.5xx.503", "busy")))
    private static let success = Outcome(.success([:]))

    @Test func `a pause before a retry is cut short when the other run's was shorter`() throws {
        var execution = try started(Self.http("a", #", "retry": {"attempts": 3, "initial": "30s", "jitter": "none"}"#), Self.http("b"))
        #expect(execution.recall(call("a"), of: "http", Self.failure, at: at(1)) == .taken)
        #expect(execution.recall(call("a", 2), of: "http", Self.success, at: at(2)) == .taken)
        #expect(execution.awaits(call("b")) && execution.recalledUsage.calls == 2 && execution.usage.calls == 3)
    }

    @Test func `a pause between rounds is cut short, and that of another place is not`() throws {
        let loop = #"{"id": "loop", "repeat": {"max": 3, "delay": "30s", "steps": [\#(Self.http("x"))]}}"#
        var execution = try started(loop)
        #expect(execution.recall(call("loop[0]/x"), of: "http", Self.success, at: at(1)) == .taken)
        #expect(execution.recall(call("other[1]/x"), of: "http", Self.success, at: at(2)) == .notReached)
        #expect(!execution.awaits(call("loop[1]/x")))
        #expect(execution.recall(call("loop[1]/x"), of: "http", Self.success, at: at(2)) == .taken)
    }

    @Test func `an outcome of another callable, or of a call that is not made, changes nothing`() throws {
        var execution = try started(Self.http("a"))
        #expect(execution.recall(call("a"), of: "llm", Self.success, at: at(1)) == .callsOther(.builtin("http")))
        #expect(execution.recall(call("a", 2), of: "http", Self.success, at: at(1)) == .notReached)
        #expect(execution.awaits(call("a")) && execution.ending == nil)
    }

    @Test func `the run's duration does not count while outcomes are taken in, and counts from its own beginning`() throws {
        var execution = try started(Self.http("a"), Self.http("b"), limits: #"{"duration": "10s", "calls": 9}"#)
        #expect(execution.recall(call("a"), of: "http", Self.success, at: at(60)) == .taken)
        execution.begin(at: at(1000))
        let request = try #require(asked(&execution).first)
        #expect(request.id == call("b") && request.startedAt == at(1000) && request.remaining.deadline == at(1010))
        execution.advance(to: at(1009))
        #expect(execution.ending == nil)
        execution.advance(to: at(1010))
        guard case .timedOut = execution.ending else { throw Failure("test", "the run goes on: \(String(describing: execution.ending))") }
    }

    @Test func `a step's timeout keeps what was left of it`() throws {
        var execution = try started(#"{"id": "box", "timeout": "10s", "do": [\#(Self.http("a")), \#(Self.http("b"))]}"#)
        #expect(execution.recall(call("box/a"), of: "http", Self.success, at: at(4)) == .taken)
        execution.begin(at: at(1000))
        #expect(asked(&execution).map(\.deadline) == [at(1006)])
        execution.advance(to: at(1006))
        guard case .failed(let failure) = execution.ending else { throw Failure("test", "the run goes on") }
        #expect(failure.type == "timeout")
    }
}
