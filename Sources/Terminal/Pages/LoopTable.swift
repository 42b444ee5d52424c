package import CivilTime
package import JSON

/// Loops, one a line.
package enum LoopTable {
    /// - Parameter loops: as `GET /loops` lists them.
    package static func text(_ loops: [JSON], on screen: Screen, now: Instant) -> String {
        guard !loops.isEmpty else { return "no loops are live; write cron/NAME.json, commit it, and `ratchet adopt`\n" }
        var table = Table([
            .left("LOOP"), .left("SKILL").shrinking(), .left("SCHEDULE").shrinking(), .left("NEXT"), .left("LAST").shrinking().leaving(2),
            .right("FAILURES").leaving(1),
        ])
        for loop in loops {
            let failures = loop["consecutive_failures"]?.int ?? 0
            table.add([
                .init(loop.text("name") ?? ""), .init(skill(loop)), .init(schedule(loop)), next(loop, now), last(loop["last_fire"], now),
                .init(failures > 0 ? "\(failures)" : "", .bad),
            ])
        }
        return table.text(on: screen)
    }

    /// `health_check@^1`.
    static func skill(_ loop: JSON) -> String {
        let name = loop.text("skill") ?? ""
        return name.contains("@") ? name : name + (loop.text("range").map { "@" + $0 } ?? "")
    }

    static func schedule(_ loop: JSON) -> String { loop.text("explanation") ?? loop.value("schedule").map { $0.string ?? $0.text(.compact) } ?? "" }

    static func next(_ loop: JSON, _ now: Instant) -> Table.Cell {
        if loop.value("paused") != nil { return .init("paused", .caution) }
        guard let next = loop.instant("next_at") else { return .init("never", .caution) }
        return .init(next > now ? next.relative(to: now) : "due")
    }

    /// `succeeded 3m ago`: the state of the run that the fire started, else the fire's outcome.
    static func last(_ fire: JSON?, _ now: Instant) -> Table.Cell {
        guard let fire, !fire.isNull else { return "" }
        let state = fire.text("run_state")
        let what = (state ?? fire.text("outcome") ?? "").spaced
        return .init("\(what) \(fire.instant("nominal_at")?.relative(to: now) ?? "")", Tone(state: state))
    }
}
