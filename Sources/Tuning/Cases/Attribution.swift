package import Store

/// Whose fault a run's bad ending is. Only a failure that is the skill's own can be learnt from; the others are for operators.
package enum Attribution: String, Sendable, Hashable, CaseIterable {
    case skill
    case network
    case auth
    case rateLimit = "rate_limit"
    /// The other side answered that it is broken.
    case server
    /// It was ended from outside.
    case cancelled
    /// It used up its time, calls, tokens or money.
    case budget
    /// What it was given is not what it takes.
    case input
    /// Of a skill that it called.
    case callee
    /// The server or its settings.
    case installation

    /// By the run's last state and the type of its error. Of two that fit, the longer name counts.
    package init(state: RunState, errorType: String?) {
        switch state {
        case .cancelled, .terminated, .skipped: self = .cancelled
        case .timedOut: self = .budget
        case .quarantined: self = .installation
        default:
            let type = errorType ?? ""
            let fitting = Self.classes.filter { type == $0.type || type.hasPrefix($0.type + ".") }
            self = fitting.max { $0.type.utf8.count < $1.type.utf8.count }?.class ?? .skill
        }
    }

    private static let classes: [(type: String, class: Attribution)] = [
        ("http.connect", .network), ("http.tls", .network), ("http.timeout", .network), ("timeout", .network), ("http.redirect", .network),
        ("http.4xx.401", .auth), ("http.4xx.403", .auth), ("http.4xx.407", .auth), ("http.4xx.429", .rateLimit), ("http.5xx", .server),
        ("llm.connect", .network), ("llm.auth", .auth), ("llm.quota", .budget), ("llm.rate_limited", .rateLimit), ("llm.overloaded", .rateLimit),
        ("llm.server", .server), ("llm.not_configured", .installation), ("mcp.connect", .network), ("secret.missing", .auth),
        ("cancelled", .cancelled), ("human", .cancelled), ("limits", .budget), ("agent.max_iterations", .budget), ("agent.duration", .budget),
        ("agent.budget", .budget), ("agent.tool_calls", .budget), ("schema.input", .input), ("skill.input", .input), ("skill.failed", .callee),
        ("skill.conflict", .callee), ("unknown_outcome", .installation), ("call.unavailable", .installation), ("runs.query", .installation),
    ]
}
