import CivilTime
import JSON

/// E27, E31, E32, E33, E34, E35, E36: everything has an end and a price that are known before it starts.
struct BudgetRules {
    let skill: Skill
    let log: FindingLog

    func check(_ call: Call, of step: Step) {
        guard case .builtin(let name) = call.callable else { return }
        if ["human", "event"].contains(name), step.timeout == nil {
            log.add(Finding("E27", step.pointer, "\"\(name)\" waits without a timeout", hint: "add \"timeout\": \"24h\" beside \"call\""))
        }
        if name == "agent" { agent(call.arguments, at: step.pointer + "/with") }
        if name == "http", call.retry != nil, ["POST", "PATCH"].contains(call.arguments.member("method")?.text),
            call.arguments.member("idempotent")?.literal != true
        {
            log.add(
                Finding(
                    "E34", step.pointer + "/retry", "a write that may have arrived is sent again",
                    hint: "add \"idempotent\": true when the server knows a repeated request by its Idempotency-Key", severity: .warning))
        }
    }

    private func agent(_ arguments: Template, at pointer: String) {
        guard let limits = arguments.member("limits")?.literal else {
            return log.add(Finding("E31", pointer, "the agent has no limits", hint: "add \"limits\": {\"iterations\": 20, \"duration\": \"10m\"}"))
        }
        for name in ["iterations", "duration"] where limits[name] == nil {
            let hint = name == "duration" ? "\"duration\": \"10m\"" : "\"iterations\": 20"
            log.add(Finding("E31", pointer + "/limits", "the agent has no limit on \(name)", hint: hint))
        }
        func larger(_ name: String, _ text: String) {
            let message = "larger than the run's limit, which is \(text)"
            log.add(Finding("E32", pointer + "/limits/" + name, message, hint: "lower it, or raise \"limits\" of the skill"))
        }
        if let text = limits["duration"]?.string, let duration = try? Duration(text: text), duration > skill.limits.duration {
            larger("duration", skill.limits.duration.text)
        }
        if let calls = limits["tool_calls"]?.int, calls > skill.limits.calls { larger("tool_calls", "\(skill.limits.calls) calls") }
        if let tokens = limits["tokens"]?.int, tokens > skill.limits.tokens { larger("tokens", "\(skill.limits.tokens)") }
        if let cost = limits["cost_usd"]?.double, cost > skill.limits.costUSD { larger("cost_usd", "\(skill.limits.costUSD)") }
    }

    /// The rules about the skill as a whole.
    func checkWhole() {
        let place = skill.document["limits"] == nil ? "" : "/limits"
        if usesModel, skill.limits.tokens == 0 || skill.limits.costUSD == 0 {
            log.add(
                Finding(
                    "E36", place, "the skill uses a model and has no limits on tokens and money",
                    hint: "add \"tokens\": 50000 and \"cost_usd\": 0.5 to \"limits\""))
        }
        let total = Self.total(of: skill.steps)
        if total > skill.limits.duration {
            log.add(
                Finding(
                    "E33", place, "the timeouts add up to \(total.text), the run may take \(skill.limits.duration.text)",
                    hint: "raise \"duration\" or lower the timeouts", severity: .warning))
        }
        for step in skill.allSteps { catches(of: step) }
    }

    private var usesModel: Bool {
        skill.allSteps.contains { step in
            guard case .call(let call) = step.verb else { return false }
            return call.callable == .builtin("llm") || call.callable == .builtin("agent")
        }
    }

    private func catches(of step: Step) {
        for clause in step.catches {
            guard case .value = clause.answer, clause.on == nil || clause.on?.contains("*") == true else { continue }
            log.add(
                Finding(
                    "E35", clause.pointer, "every error becomes a value, mistakes in the skill too",
                    hint: "name the errors that are expected, such as \"on\": [\"http\", \"timeout\"]", severity: .warning))
        }
    }

    /// The longest a list can take by its timeouts.
    private static func total(of steps: [Step]) -> Duration {
        steps.reduce(.zero) { $0 + ($1.timeout ?? inside($1)) }
    }

    private static func inside(_ step: Step) -> Duration {
        let lists = step.nestedLists.map { total(of: $0) }
        return switch step.verb {
        case .loop(let loop): lists.reduce(.zero, +) * loop.most
        default: lists.max() ?? .zero
        }
    }
}
