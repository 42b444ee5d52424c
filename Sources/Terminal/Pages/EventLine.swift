import JSON

/// An event of the stream as one line.
package enum EventLine {
    package static func text(_ event: APIClient.Event, on screen: Screen) -> String {
        let content = event.content
        let time = content.instant("at").map { String($0.rfc3339.dropFirst(11).prefix(8)) } ?? ""
        let head = [time, (content.text("run") ?? "").filled(to: 36), content.text("skill") ?? ""].joined(separator: "  ")
        let (what, tone) = words(event)
        if event.name == "lagged" || event.name == "refused" { return screen.paint(what, .caution) }
        return screen.paint(head, .faint) + "  " + screen.paint(what.harmlessLine, tone)
    }

    private static func words(_ event: APIClient.Event) -> (String, Tone?) {
        let content = event.content
        let error = content.value("error").map { ": " + ErrorText.line($0) } ?? ""
        let took = content.duration("duration_ms").map { " in \($0.approximate)" } ?? ""
        let attempt = content["attempt"]?.int ?? 1
        let step = (content.text("path") ?? "") + (attempt > 1 ? " (try \(attempt))" : "")
        switch event.name {
        case "run.started": return ("started", .active)
        case "step.called": return ("→ \(step)", nil)
        case "step.returned": return (error.isEmpty ? ("✓ \(step)\(took)", .good) : ("✗ \(step)\(took)\(error)", .bad))
        case "run.ended":
            let state = content.text("state")
            return ((state ?? "ended").spaced + error, Tone(state: state))
        case "lagged":
            let lost = content["lost"]?.int.map { "\(Amounts.count($0, "event")) passed" } ?? "events passed"
            return ("… \(lost) unseen; `ratchet runs list` has all runs", .caution)
        default: return (event.name, nil)
        }
    }
}
