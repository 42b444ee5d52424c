package import CivilTime
package import JSON

/// Runs, one a line.
package enum RunTable {
    /// - Parameter runs: summaries as `GET /runs` lists them.
    package static func text(_ runs: [JSON], on screen: Screen, now: Instant) -> String {
        guard !runs.isEmpty else { return "no runs\n" }
        var table = Table([
            .left("RUN"), .left("SKILL").shrinking(), .left("STATE"), .left("LOOP").shrinking().leaving(3), .left("STARTED (UTC)"), .right("TOOK"),
            .right("COST").leaving(2), .left("ERROR").shrinking().leaving(1),
        ])
        for run in runs {
            let state = run.text("state")
            table.add([
                .init(run.text("id") ?? ""), .init(label(run)), .init(state ?? "", Tone(state: state)), .init(run.text("loop") ?? ""),
                .init((run.instant("started_at") ?? run.instant("created_at"))?.short(at: now) ?? ""), .init(took(run, now)?.approximate ?? ""),
                .init(Amounts.money(run["usage"]?["cost_usd"]?.double ?? 0)), .init(run.text("error_type") ?? "", .bad),
            ])
        }
        return table.text(on: screen)
    }

    /// What a summary holds, one column each.
    package static func csv(_ runs: [JSON]) -> String {
        let plain = [
            "id", "skill", "version", "version_id", "commit", "state", "trigger", "loop", "nominal_at", "parent", "root", "created_at", "started_at",
            "finished_at", "duration_ms", "error_type", "recoveries", "deferrals",
        ]
        let used = ["calls", "input_tokens", "output_tokens", "cost_usd"]
        return CSV.text(plain + used, runs.map { run in plain.map { run[$0] ?? .null } + used.map { run["usage"]?[$0] ?? .null } })
    }

    /// `name@1.2.3`.
    static func label(_ run: JSON) -> String { (run.text("skill") ?? "") + (run.text("version").map { "@" + $0 } ?? "") }

    /// How long the run took, or has been at it.
    static func took(_ run: JSON, _ now: Instant) -> Duration? {
        if let took = run.duration("duration_ms") { return took }
        guard let start = run.instant("started_at") else { return nil }
        return (run.instant("finished_at") ?? max(now, start)) - start
    }
}
