package import JSON

/// An error of the language's one tree of dotted names. A failure of a step is data: it is caught, retried, recorded.
package struct Failure: Error, Sendable, Hashable {
    package var type: String
    package var message: String
    package var retryable: Bool
    package var details: JSON?
    /// The step that failed.
    package var step: String?
    /// Tries made by the call that failed.
    package var attempts: Int = 1
    /// How long the other side asked to wait.
    package var retryAfter: Duration?

    package init(_ type: String, _ message: String, retryable: Bool? = nil, details: JSON? = nil, retryAfter: Duration? = nil) {
        self.type = type
        self.message = message
        self.retryable = retryable ?? Self.isRetryable(type)
        self.details = details
        self.retryAfter = retryAfter
    }

    static func limit(_ name: String, _ message: String) -> Failure { Failure("limits.\(name)", message, retryable: false) }

    /// A name matches its whole subtree; `*` matches all but `cancelled` and the run's own `limits`.
    package func matches(_ pattern: String) -> Bool {
        if pattern == "*" { return type != "cancelled" && !type.hasPrefix("limits.") }
        return type == pattern || type.hasPrefix(pattern + ".")
    }

    private static let retryableTypes: Set<String> = [
        "http.connect", "http.timeout", "http.4xx.408", "http.4xx.425", "http.4xx.429", "http.5xx.500", "http.5xx.502", "http.5xx.503",
        "http.5xx.504", "llm.rate_limited", "llm.overloaded", "llm.server", "llm.connect", "mcp.connect",
    ]

    /// The flag an error of this type carries when nothing else is known of it.
    package static func isRetryable(_ type: String) -> Bool { retryableTypes.contains(type) }

    /// The error as expressions see it: `error.{type, message, step, attempts, details}`.
    package var json: JSON {
        [
            "type": .string(type), "message": .string(message), "step": step.map(JSON.string) ?? .null,
            "attempts": .int(Int64(attempts)), "details": details ?? .null,
        ]
    }
}

extension Failure: CustomStringConvertible {
    package var description: String { "\(type): \(message)" + (step.map { " (step \($0))" } ?? "") }
}
