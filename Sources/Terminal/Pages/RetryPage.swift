package import JSON

/// What a repetition of a run would keep and do again.
package enum RetryPage {
    /// - Parameter plan: the answer of `POST /runs/{id}/retry` to a dry run.
    package static func text(_ plan: JSON, on screen: Screen) -> String {
        let title = "a repetition of run \(plan.text("origin") ?? "") with \(RunTable.label(plan))"
        var sections = [screen.paint(title.harmlessLine, .strong) + "\n"]
        sections.append(list("keeps", plan.items("kept"), nil, screen))
        sections.append(list("does again", plan.items("again"), .active, screen))
        sections.append(list("may have happened already, and is done again", plan.items("unknown"), .caution, screen))
        if let problem = plan.value("problem") { sections.append(screen.paint("cannot go on: \(self.problem(problem))", .bad) + "\n") }
        return sections.filter { !$0.isEmpty }.joined()
    }

    /// Calls that may have happened already, for whoever repeats without looking first.
    package static func warnings(_ plan: JSON) -> [String] {
        plan.items("unknown").map { "\(line($0)) may have happened already; it is done again".harmlessLine }
    }

    private static func list(_ label: String, _ calls: [JSON], _ tone: Tone?, _ screen: Screen) -> String {
        guard !calls.isEmpty else { return "" }
        return "\(label)\n" + calls.map { "  \(screen.paint(line($0), tone))\n" }.joined()
    }

    private static func line(_ call: JSON) -> String {
        let attempt = call["attempt"]?.int ?? 1
        return "\(call.text("path") ?? "")\(attempt > 1 ? " (try \(attempt))" : ""), \(call.text("callable") ?? "")".harmlessLine
    }

    private static func problem(_ problem: JSON) -> String {
        "at \(problem["call"].map(line) ?? "") \(problem.text("message") ?? "")".harmlessLine
    }
}
