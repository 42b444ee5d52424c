package import CivilTime
package import JSON

/// What is new about a run each time it is looked at.
package struct RunProgress: Sendable {
    private var shown: Set<Int64> = []

    package init() {}

    /// A line for each step that finished since the last look: `✓ route/sweep[2]  http  120 ms`. Pure but for what was shown before.
    package mutating func lines(_ run: JSON, on screen: Screen) -> [String] {
        let steps = run.items("steps").filter { $0.text("kind") == "outcome" }
        let last = Dictionary(steps.map { ($0.text("path") ?? "", $0["sequence"]?.int) }, uniquingKeysWith: { $1 })
        let isTryingAgain = run["wait"]?.text("kind") == "retry"
        return steps.compactMap { step in
            guard let sequence = step["sequence"]?.int, shown.insert(sequence).inserted else { return nil }
            let isLast = last[step.text("path") ?? ""] == sequence && !isTryingAgain
            return Self.line(step, StepMark(step, isLast: isLast), on: screen)
        }
    }

    private static func line(_ step: JSON, _ mark: StepMark, on screen: Screen) -> String {
        let attempt = step["attempt"]?.int ?? 1
        let name = (step.text("path") ?? step.text("step") ?? "") + (attempt > 1 ? " (try \(attempt))" : "")
        let error = step.value("error").map { "  " + ErrorText.line($0) } ?? ""
        let parts = [name, step.text("callable") ?? "", step.duration("duration_ms")?.approximate ?? ""].filter { !$0.isEmpty }
        let text = (parts.joined(separator: "  ") + error).harmlessLine
        return screen.paint(mark.rawValue, mark.tone) + " " + (screen.isTerminal ? text.cut(to: max(screen.width - 2, 20)) : text)
    }

    /// Where the run stands: `running, 3 calls, 12s`, on one line of the screen.
    package static func status(_ run: JSON, on screen: Screen, now: Instant) -> String {
        let state = run.text("state") ?? "started"
        let wait = run.value("wait")
        let reason = wait?.text("detail") ?? wait?.text("kind")
        let steps = Int64(run.items("steps").filter { $0.text("kind") == "outcome" }.count)
        let since = (run.instant("started_at") ?? run.instant("created_at")).map { max(now - $0, .zero).approximate }
        let parts = [state.spaced + (reason.map { " for \($0)" } ?? ""), Amounts.count(steps, "call") + " done", since].compactMap { $0 }
        return screen.paint(parts.joined(separator: ", ").harmlessLine.cut(to: max(screen.width - 1, 10)), .faint)
    }

    /// Whether the run's state is final.
    package static func isOver(_ run: JSON) -> Bool {
        switch run.text("state") {
        case "queued", "running", "waiting", "paused": false
        default: true
        }
    }
}
