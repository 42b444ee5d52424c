package import JSON

/// How the runs of each skill went, one skill a line, with its errors below.
package enum StatisticsTable {
    /// - Parameter answer: as `GET /runs/stats` gives it.
    package static func text(_ answer: JSON, on screen: Screen) -> String {
        let skills = answer.items("items")
        guard !skills.isEmpty else { return "no runs\n" }
        var table = Table([
            .left("SKILL").shrinking(), .right("RUNS"), .right("SUCCEEDED"), .right("FAILED"), .right("OTHER"), .right("MEDIAN").leaving(3),
            .right("P95").leaving(2), .right("COST").leaving(1),
        ])
        for skill in skills {
            let runs = skill["runs"]?.int ?? 0, good = count(skill, ["succeeded"]), bad = count(skill, ["failed", "timed_out", "quarantined"])
            table.add(
                [
                    .init(skill.text("skill") ?? ""), .init(Amounts.count(runs)), .init(Amounts.count(good), good > 0 ? .good : nil),
                    .init(Amounts.count(bad), bad > 0 ? .bad : nil), .init(Amounts.count(runs - good - bad)),
                    .init(skill.duration("median_ms")?.approximate ?? ""), .init(skill.duration("p95_ms")?.approximate ?? ""),
                    .init(Amounts.money(skill["usage"]?["cost_usd"]?.double ?? 0)),
                ], notes: errors(skill))
        }
        return table.text(on: screen)
    }

    private static func count(_ skill: JSON, _ states: [String]) -> Int64 {
        states.reduce(0) { $0 + (skill["states"]?[$1]?.int ?? 0) }
    }

    private static func errors(_ skill: JSON) -> [Table.Cell] {
        skill.items("errors").prefix(5).map { error in
            .init("\(Amounts.count(error["count"]?.int ?? 0)) \(error.text("type") ?? "")", .caution)
        }
    }
}
