import JSON

/// Runs as models see them: few members, readable names, long values cut.
enum RunView {
    private static let ended: Set = ["succeeded", "failed", "cancelled", "terminated", "timed_out", "quarantined", "skipped"]

    static func hasEnded(_ run: JSON) -> Bool { run.text("state").map(ended.contains) ?? false }

    /// How far a run is that is under way, in a few words.
    static func sentence(_ run: JSON) -> String {
        let steps = run.items("steps").count { $0.text("kind") == "outcome" }
        let state: String
        switch (run.text("state"), run["wait"]?.text("kind")) {
        case ("waiting", "human"?): state = "waits for a person"
        case ("waiting", let kind?): state = "waits (\(kind))"
        case (let word, _): state = "is \(word ?? "under way")"
        }
        return "run \(run.text("id") ?? "") \(state), \(steps) \(steps == 1 ? "call" : "calls") done"
    }

    static func summary(_ run: JSON, isFull: Bool) -> JSON.Object {
        var object: JSON.Object = [
            "run": .string(run.text("id") ?? ""), "skill": .string(run.versionName("skill")), "state": .string(run.text("state") ?? "unknown"),
        ]
        let more = ["trigger", "version_id", "commit", "nominal_at", "parent", "finished_at", "usage", "recoveries", "deferrals"]
        for (key, value) in run.members(["loop", "created_at", "duration_ms", "error_type", "wait"] + (isFull ? more : [])) { object[key] = value }
        return object
    }

    static func detail(_ run: JSON, isFull: Bool) -> JSON.Object {
        var object = summary(run, isFull: isFull)
        let most = isFull ? 8000 : 2000
        for (key, value) in run.members(["input", "output", "error"]) { object[key] = value.shortened(to: most) }
        let steps = run.items("steps")
        let shown = isFull ? steps.prefix(mostSteps) : steps.suffix(mostSteps)
        object["steps"] = .array(shown.map { step($0, isFull: isFull) })
        if shown.count < steps.count { object["steps_total"] = .count(steps.count) }
        let children = run.items("children").map { JSON.object(summary($0, isFull: false)) }
        if !children.isEmpty { object["children"] = .array(children) }
        if isFull { object["resource"] = .string("run://\(run.text("id") ?? "")") }
        return object
    }

    private static let mostSteps = 40

    /// A line in short; the call's input and output in full.
    private static func step(_ step: JSON, isFull: Bool) -> JSON {
        let error = step["error"]?.text("type")
        guard isFull else {
            let took = step.value("duration_ms").map { ", \($0.text(.compact)) ms" } ?? ""
            let attempt = (step["attempt"]?.int ?? 1) > 1 ? ", try \(step["attempt"]?.int ?? 1)" : ""
            let result = error ?? (step.text("kind") == "outcome" ? "ok" : step.text("kind") ?? "")
            return .string("\(step.text("path") ?? "") \(step.text("callable") ?? ""): \(result)\(took)\(attempt)")
        }
        var object = step.members(["path", "step", "callable", "kind", "attempt", "duration_ms", "usage"])
        for (key, value) in step.members(["input", "output", "error"]) { object[key] = value.shortened(to: 1500) }
        return .object(object)
    }
}
