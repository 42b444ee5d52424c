import CivilTime
import JSON
import Store

/// Runs as the API shows them.
enum RunJSON {
    /// - Parameter ids: the ids of parents and roots by row.
    static func summary(_ run: RunSummary, ids: [Int64: String]) -> JSON.Object {
        [
            "id": .string(run.id), "skill": .string(run.skill), "version": .string(run.version), "version_id": .string(run.versionID),
            "commit": .text(run.commit), "state": .string(run.state.rawValue), "trigger": .string(run.trigger.rawValue), "loop": .text(run.loop),
            "nominal_at": .time(run.nominalAt), "parent": .text(run.parent.flatMap { ids[$0.row] }), "parent_path": .text(run.parent?.path),
            "parent_close": .text(run.parent.map { _ in run.parentClose.rawValue }), "abandoned_at": .time(run.abandonedAt),
            "root": .text(run.root.flatMap { ids[$0] }), "created_at": .time(run.createdAt), "started_at": .time(run.startedAt),
            "finished_at": .time(run.finishedAt), "duration_ms": .milliseconds(duration(of: run)), "error_type": .text(run.errorType),
            "wait": wait(run), "usage": usage(run.usage), "recoveries": .count(run.recoveries),
            "deferrals": .count(run.deferrals),
            "priority": .count(run.priority), "idempotency_key": .text(run.idempotencyKey),
        ]
    }

    /// The summary, and what the run was given, did and gave.
    static func detail(
        _ run: RunRecord, journal: [JournalRecord], children: [RunSummary], ids: [Int64: String]
    ) throws(JSON.ParseError) -> JSON.Object {
        var object = summary(run.summary, ids: ids)
        object["input"] = try JSON(stored: run.input)
        object["output"] = try JSON(stored: run.output)
        object["error"] = try JSON(stored: run.error)
        object["pins"] = try JSON(stored: run.pins)
        object["steps"] = .array(try StepJSON.steps(journal))
        object["children"] = .array(children.map { .object(summary($0, ids: ids)) })
        return object
    }

    /// From its first start to its end, waits included; nil until it has ended.
    private static func duration(of run: RunSummary) -> Duration? {
        guard let start = run.startedAt, let end = run.finishedAt else { return nil }
        return end - start
    }

    /// A queued run waits for a place of its key, a paused one for somebody to resume it.
    private static func wait(_ run: RunSummary) -> JSON {
        if run.state == .paused { return ["kind": "resume", "detail": .null, "until": .null] }
        if run.state == .queued { return ["kind": "place", "detail": .text(run.concurrencyKey), "until": .null] }
        guard let wait = run.wait else { return .null }
        return ["kind": .string(wait.kind), "detail": .text(wait.detail), "until": .time(wait.until)]
    }

    static func usage(_ usage: UsageTotals) -> JSON {
        [
            "calls": .count(usage.calls), "input_tokens": .count(usage.inputTokens), "output_tokens": .count(usage.outputTokens),
            "cost_usd": .double(Double(usage.costMicroUSD) / 1_000_000),
        ]
    }
}
