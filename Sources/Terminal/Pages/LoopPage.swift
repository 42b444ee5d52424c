package import CivilTime
package import JSON

/// All about one loop.
package enum LoopPage {
    package static func text(_ loop: JSON, on screen: Screen, now: Instant) -> String {
        var facts = Facts()
        facts.add("summary", loop.text("summary"))
        facts.add("skill", LoopTable.skill(loop))
        facts.add("schedule", loop.value("schedule").map { $0.string ?? $0.text(.compact) })
        facts.add("", loop.text("explanation"))
        facts.add("overlap", loop.text("overlap"))
        facts.add("catch-up", [loop.text("catchup"), loop.text("window").map { "within \($0)" }].compactMap { $0 }.joined(separator: ", "))
        facts.add("next", loop.instant("next_at").map { "\($0.long), \($0.relative(to: now))" })
        facts.add("paused", loop.value("paused").map { pause($0, now) }, .caution)
        let last = LoopTable.last(loop["last_fire"], now)
        facts.add("last fire", last.text, last.tone)
        facts.add("", loop["last_fire"]?.text("run_id").map { "run \($0)" })
        facts.add("", loop["last_fire"]?.text("detail"))
        let failures = loop["consecutive_failures"]?.int ?? 0
        facts.add("failures", failures > 0 ? "\(Amounts.count(failures, "run")) in a row" : nil, .bad)
        let input = loop.value("input").map { "\n" + screen.paint("input", .strong) + "\n" + Document.text($0, on: screen, isFull: false) } ?? ""
        return screen.paint("loop \(loop.text("name") ?? "")".harmlessLine, .strong) + "\n" + facts.text(on: screen) + input
    }

    private static func pause(_ pause: JSON, _ now: Instant) -> String {
        let by = pause.text("by").map { "by \($0)" }
        return [by, pause.instant("at")?.relative(to: now), pause.text("reason")].compactMap { $0 }.joined(separator: ", ")
    }

    /// The next nominal times, one a line.
    package static func times(_ times: [JSON], now: Instant) -> String {
        let instants = times.compactMap { $0.instant ?? $0.instant("at") ?? $0.instant("nominal_at") }
        guard !instants.isEmpty else { return "the loop has no next time\n" }
        return instants.map { "\($0.long)  \($0.relative(to: now))\n" }.joined()
    }
}
