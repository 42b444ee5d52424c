import CivilTime
import JSON
import Store

/// What `runs.query` answers: figures for each skill, and the runs, newest first. What is not known is null.
struct RunsReport {
    let since: Instant
    let until: Instant
    let skills: [SkillStatistics]
    let runs: [RunSummary]

    var json: JSON {
        [
            "since": .string(since.rfc3339), "until": .string(until.rfc3339), "skills": .array(skills.map(Self.figures)),
            "runs": .array(runs.map(Self.line)),
        ]
    }

    /// `failed` counts every bad end: failures, time-outs and quarantines. `retried` is the number of repeated tries in the run that
    /// had most.
    static func figures(_ skill: SkillStatistics) -> JSON {
        let succeeded = skill.byState[.succeeded, default: 0]
        let failed = [RunState.failed, .timedOut, .quarantined].reduce(0) { $0 + skill.byState[$1, default: 0] }
        let errors = skill.byErrorType.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return [
            "skill": .string(skill.skill), "runs": number(skill.runs), "succeeded": number(succeeded), "failed": number(failed),
            "other": number(skill.runs - succeeded - failed),
            "errors": .array(errors.map { ["type": .string($0.key), "count": number($0.value)] }),
            "cost_usd": dollars(skill.usage.costMicroUSD), "input_tokens": number(skill.usage.inputTokens),
            "output_tokens": number(skill.usage.outputTokens),
            "slowest_ms": milliseconds(skill.slowest.first?.duration), "slowest_run": text(skill.slowest.first?.id),
            "retried": number(skill.mostRetried.first?.retries ?? 0), "most_retried_run": text(skill.mostRetried.first?.id),
        ]
    }

    static func line(_ run: RunSummary) -> JSON {
        var duration: Duration?
        if let start = run.startedAt, let end = run.finishedAt { duration = end - start }
        return [
            "id": .string(run.id), "skill": .string(run.skill), "version": .string(run.version), "loop": text(run.loop),
            "state": .string(run.state.rawValue), "started_at": text(run.startedAt?.rfc3339), "duration_ms": milliseconds(duration),
            "error_type": text(run.errorType), "cost_usd": dollars(run.usage.costMicroUSD),
        ]
    }

    private static func number(_ value: Int) -> JSON { .int(Int64(value)) }
    private static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
    private static func milliseconds(_ value: Duration?) -> JSON { value.map { .int($0.milliseconds) } ?? .null }
    private static func dollars(_ millionths: Int) -> JSON { .double(Double(millionths) / 1_000_000) }
}
