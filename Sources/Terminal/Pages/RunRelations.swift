import CivilTime
import JSON

/// What people and other runs have to do with a run.
enum RunRelations {
    /// What the run repeats, what repeats it, and the verdicts on it.
    static func add(_ run: JSON, to facts: inout Facts, now: Instant) {
        facts.add("repeats", run.value("repeats").map(origin))
        for repetition in run.items("repetitions") {
            facts.add("repeated by", "run \(repetition.text("run_id") ?? ""), \(repetition.text("state")?.spaced ?? "")")
        }
        for label in run.items("labels") { facts.add("label", verdict(label, now), label.text("verdict") == "good" ? .good : .caution) }
    }

    /// What is asked, and the commands that answer it.
    static func wait(_ item: JSON, on screen: Screen, now: Instant) -> String {
        let until = item.instant("until").map { ", gives up \($0.relative(to: now))" } ?? ""
        let question = "\(item.text("path") ?? ""): \(InboxPage.question(item))\(until)"
        let lines = question.harmlessText.wrapped(to: max(screen.width - 2, 20)).map { "  \($0)\n" }
        return (lines + InboxPage.commands(for: item).map { "    \(screen.paint($0, .active))\n" }).joined()
    }

    /// `run 01a1…, kept 3 calls, from step charge, attempt 2`.
    private static func origin(_ lineage: JSON) -> String {
        let from = lineage.text("from").map { ", from step \($0)" } ?? ""
        let kept = Amounts.count(lineage["kept"]?.int ?? 0, "call")
        return "run \(lineage.text("run_id") ?? ""), kept \(kept)\(from), attempt \(lineage["attempt"]?.int ?? 2)"
    }

    private static func verdict(_ label: JSON, _ now: Instant) -> String {
        let parts = [
            label.text("verdict")?.spaced, label.text("by").map { "by \($0)" }, label.instant("at")?.relative(to: now), label.text("note"),
            label.value("expected").map { "expected \($0.text(.compact))" },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
