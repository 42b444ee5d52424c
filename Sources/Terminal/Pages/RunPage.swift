package import CivilTime
package import JSON

/// All about one run.
package enum RunPage {
    /// - Parameters:
    ///   - run: the detail of `GET /runs/{id}`.
    ///   - isFull: whether bodies are shown whole, and those of the steps at all.
    package static func text(_ run: JSON, on screen: Screen, now: Instant, isFull: Bool) -> String {
        let state = run.text("state")
        let title = "run \(run.text("id") ?? "")  \(RunTable.label(run))  "
        let header = screen.paint(title.harmlessLine, .strong) + screen.paint((state ?? "").harmlessLine, Tone(state: state)) + "\n"
        var sections = [header + facts(run, on: screen, now)]
        let waits = run.items("waits").map { RunRelations.wait($0, on: screen, now: now) }
        if !waits.isEmpty { sections.append(heading("waits for a person", screen) + waits.joined()) }
        if let error = run.value("error") { sections.append(self.error(error, on: screen, isFull: isFull)) }
        sections.append(StepTimeline(run, showsBodies: isFull).text(on: screen))
        let loose = run.items("children").filter { $0.text("parent_path") == nil }
        if !loose.isEmpty { sections.append(heading("runs it started", screen) + RunTable.text(loose, on: screen, now: now)) }
        for part in ["input", "output"] {
            if let body = run.value(part) { sections.append(heading(part, screen) + Document.text(body, on: screen, isFull: isFull)) }
        }
        return sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// How a run ended, in one line: `succeeded in 2.3 s, 3 calls, $0.0012`.
    package static func ending(_ run: JSON, on screen: Screen) -> String {
        let state = run.text("state")
        let took = run.duration("duration_ms").map { " in \($0.approximate)" } ?? ""
        let usage = UsageText.full(run["usage"])
        return screen.paint((state?.spaced ?? "ended").harmlessLine, Tone(state: state)) + took + (usage.isEmpty ? "" : ", " + usage)
    }

    /// What went wrong: `http.5xx.503 in step metrics`, the message, the details.
    package static func error(_ error: JSON, on screen: Screen, isFull: Bool) -> String {
        let step = error.text("step").map { " in step \($0)" } ?? ""
        let message = (error.text("message") ?? error.string ?? "").harmlessText.wrapped(to: max(screen.width - 2, 20)).map { "  \($0)\n" }.joined()
        let details = error.value("details").map { Document.text($0, on: screen, isFull: isFull, lines: 12) } ?? ""
        return screen.paint("error \(error.text("type") ?? "")\(step)".harmlessLine, .bad) + "\n" + message + details
    }

    private static func heading(_ text: String, _ screen: Screen) -> String { screen.paint(text, .strong) + "\n" }

    private static func facts(_ run: JSON, on screen: Screen, _ now: Instant) -> String {
        var facts = Facts()
        facts.add("trigger", trigger(run))
        facts.add("parent", run.text("parent").map { $0 + (run.text("parent_path").map { ", step \($0)" } ?? "") })
        facts.add("abandoned", run.instant("abandoned_at").map { "by its caller, \($0.relative(to: now)); nobody hears of its end" }, .caution)
        facts.add("commit", run.text("commit"))
        facts.add("created", run.instant("created_at").map { "\($0.long), \($0.relative(to: now))" })
        facts.add("started", run.instant("started_at")?.long)
        facts.add("finished", run.instant("finished_at")?.long)
        facts.add("took", RunTable.took(run, now)?.approximate)
        facts.add("used", UsageText.full(run["usage"]))
        facts.add("waits", run.value("wait").map { wait($0, now) }, .caution)
        facts.add("paused", run.value("pause").map { "by \($0.text("by") ?? "somebody"): \($0.text("reason") ?? "")" }, .caution)
        let recoveries = run["recoveries"]?.int ?? 0
        facts.add("resumed", recoveries > 0 ? "\(Amounts.count(recoveries, "time")) after its process ended" : nil)
        let deferrals = run["deferrals"]?.int ?? 0
        facts.add("put off", deferrals > 0 ? Amounts.count(deferrals, "time") : nil)
        RunRelations.add(run, to: &facts, now: now)
        return facts.text(on: screen)
    }

    /// `schedule, loop health_check, due Sat 2026-11-21 12:04:00 UTC`.
    private static func trigger(_ run: JSON) -> String? {
        let parts = [run.text("trigger"), run.text("loop").map { "loop \($0)" }, run.instant("nominal_at").map { "due \($0.long)" }]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    /// `for retry (metrics), goes on in 40s`.
    private static func wait(_ wait: JSON, _ now: Instant) -> String {
        let what = "for \(wait.text("kind") ?? "something")" + (wait.text("detail").map { " (\($0))" } ?? "")
        return what + (wait.instant("until").map { ", goes on \($0.relative(to: now))" } ?? "")
    }
}
