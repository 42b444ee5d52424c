import CivilTime
import JSON
import SkillLanguage
import Testing

@testable import Callables
@testable import Store

@Suite struct RunsQueryTests {
    @Test func `what is left out is a week, every state and a hundred runs`() throws {
        let query = try RunsQuery([:], now: .start)
        #expect(query.since == .start - .seconds(7 * 86_400))
        #expect(query.limit == 100)
        #expect(query.filter.states.isEmpty && query.filter.skill == nil)
    }

    @Test func `arguments narrow the query`() throws {
        let query = try RunsQuery(
            ["skill": "watch", "since": "2026-11-21T13:00:00+01:00", "status": ["failed", "timed_out"], "limit": 5], now: .start)
        #expect(query.filter == RunFilter(skill: "watch", states: [.failed, .timedOut], since: .start))
        #expect(query.limit == 5)
        #expect(try RunsQuery(["status": "failed"], now: .start).filter.states == [.failed])
    }

    @Test(
        arguments: [
            (["limit": 1001], "from 1 to 1000"), (["limit": 0], "from 1 to 1000"), (["status": "broken"], "known are queued"),
            (["since": "yesterday"], "\"since\""),
            (["skills": "x"], "no argument \"skills\""),
        ] as [(JSON, String)])
    func `what is wrong with arguments is told`(arguments: JSON, problem: String) {
        let failure = #expect(throws: Failure.self) { try RunsQuery(arguments, now: .start) }
        #expect(failure?.type == "expr.type")
        #expect(failure?.message.contains(problem) == true, "\(failure?.message ?? "")")
    }

    @Test func `figures of a skill`() {
        var statistics = SkillStatistics(
            skill: "watch", runs: 10, byState: [.succeeded: 4, .failed: 2, .timedOut: 1, .quarantined: 1, .skipped: 1, .running: 1],
            byErrorType: ["http.timeout": 1, "custom.b": 2, "custom.a": 1],
            usage: .init(calls: 9, inputTokens: 5, outputTokens: 6, costMicroUSD: 2500),
            slowest: [.init(id: "r2", duration: .milliseconds(1500))], mostRetried: [.init(id: "r3", retries: 4)])
        #expect(
            RunsReport.figures(statistics)
                == [
                    "skill": "watch", "runs": 10, "succeeded": 4, "failed": 4, "other": 2,
                    "errors": [["type": "custom.b", "count": 2], ["type": "custom.a", "count": 1], ["type": "http.timeout", "count": 1]],
                    "cost_usd": 0.0025, "input_tokens": 5, "output_tokens": 6, "slowest_ms": 1500, "slowest_run": "r2", "retried": 4,
                    "most_retried_run": "r3",
                ])
        statistics.slowest = []
        statistics.mostRetried = []
        let unknown = RunsReport.figures(statistics)
        #expect(unknown["slowest_ms"] == .null && unknown["slowest_run"] == .null && unknown["most_retried_run"] == .null)
        #expect(unknown["retried"] == 0)
    }
}
