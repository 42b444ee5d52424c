package import JSON

/// What a handler knows of the call besides its arguments. The call is cancelled by cancelling the handler's task.
package struct CallContext: Sendable {
    package let client: Client
    /// Who the transport says is calling; nil where callers are not told apart.
    package let principal: String?
    /// What the client said to the requests for input of earlier rounds, by their keys. As hostile as any argument.
    package let responses: JSON.Object
    /// The state given along with those requests, exactly as it was.
    package let state: JSON?
    /// Whether a tool call may be answered with a task: the client takes tasks (2026-07-28), or asks for one with this call (2025-11-25).
    package let wantsTask: Bool
    let notify: @Sendable (CallNotice) -> Void

    package init(
        client: Client, principal: String? = nil, responses: JSON.Object = [:], state: JSON? = nil, wantsTask: Bool = false,
        notify: @escaping @Sendable (CallNotice) -> Void = { _ in }
    ) {
        self.client = client
        self.principal = principal
        self.responses = responses
        self.state = state
        self.wantsTask = wantsTask
        self.notify = notify
    }

    /// Tells the client how far the call is. A report that is no more than the one before, comes after the end, or was not asked for is
    /// dropped.
    package func report(_ progress: Double, of total: Double? = nil, _ message: String? = nil) {
        notify(.progress(progress, total: total, message: message))
    }

    /// Tells the client something about the call, if it listens at this level. Deprecated by the protocol: prefer `report`.
    package func tell(_ level: LogLevel, _ data: JSON) { notify(.log(level, data)) }

    /// What the person said to the form asked for under this key; nil when there is no usable answer yet.
    package func form(_ key: String) -> FormAnswer? { FormAnswer(responses[key]) }
}

/// What a call says before it ends.
package enum CallNotice: Sendable, Hashable {
    case progress(Double, total: Double?, message: String?)
    case log(LogLevel, JSON)
}

/// Severities of RFC 5424, least first.
package enum LogLevel: String, Sendable, Hashable, Comparable, CaseIterable {
    case debug, info, notice, warning, error, critical, alert, emergency

    package static func < (a: LogLevel, b: LogLevel) -> Bool {
        (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
}
