package import CivilTime
package import JSON

/// One try of one call: the key of its outcome in the journal.
package struct CallID: Sendable, Hashable, CustomStringConvertible {
    /// Step ids from the outermost container down, with the index of each iteration: `route/sweep[2]/ping`.
    package let path: String
    /// 1 for the first try.
    package let attempt: Int

    package init(path: String, attempt: Int) {
        self.path = path
        self.attempt = attempt
    }

    package var description: String { "\(path)#\(attempt)" }
}

/// A call the interpreter asks for. Secrets in `arguments` are markers (see `SecretMarker`). A reference, for it is handed on several times.
package final class CallRequest: Sendable {
    package let id: CallID
    package let step: String
    package let callable: CallableName
    package let arguments: JSON
    package let onUnknown: Call.Unknown?
    package let parentClose: Call.ParentClose?
    package let startedAt: Instant
    /// When the step's timeout ends the call; nil without one.
    package let deadline: Instant?
    /// What the run may still use.
    package let remaining: Remaining
    /// What the step's expressions can name, for callables whose arguments are conditions of their own (`agent`, `event`); nil for others.
    package let names: Names?

    package init(
        id: CallID, step: String, callable: CallableName, arguments: JSON, onUnknown: Call.Unknown?, parentClose: Call.ParentClose? = nil,
        startedAt: Instant, deadline: Instant?, remaining: Remaining, names: Names? = nil
    ) {
        self.id = id
        self.step = step
        self.callable = callable
        self.arguments = arguments
        self.onUnknown = onUnknown
        self.parentClose = parentClose
        self.startedAt = startedAt
        self.deadline = deadline
        self.remaining = remaining
        self.names = names
    }

    package struct Remaining: Sendable {
        package let tokens: Int
        package let costUSD: Double
        package let calls: Int
        package let deadline: Instant

        /// What is left once the calls under way have used all they may.
        package func less(_ reservations: some Sequence<Reservation>) -> Remaining {
            var (tokens, cost, calls) = (tokens, costUSD, calls)
            for reserved in reservations {
                tokens -= reserved.tokens
                cost -= reserved.costUSD
                calls -= reserved.calls
            }
            return Remaining(tokens: max(0, tokens), costUSD: max(0, cost), calls: max(0, calls), deadline: deadline)
        }
    }

    /// The same request so much later.
    package func postponed(by time: Duration) -> CallRequest {
        CallRequest(
            id: id, step: step, callable: callable, arguments: arguments, onUnknown: onUnknown, parentClose: parentClose,
            startedAt: startedAt + time, deadline: deadline.map { $0 + time }, remaining: remaining, names: names)
    }

    /// The same request so much later, and the run's deadline with it; but no later than `end`.
    package func postponed(by time: Duration, endingBy end: Instant) -> CallRequest {
        postponed(by: time).limited(
            to: Remaining(tokens: remaining.tokens, costUSD: remaining.costUSD, calls: remaining.calls, deadline: min(remaining.deadline + time, end)))
    }

    /// The same request with less to use.
    package func limited(to remaining: Remaining) -> CallRequest {
        CallRequest(
            id: id, step: step, callable: callable, arguments: arguments, onUnknown: onUnknown, parentClose: parentClose,
            startedAt: startedAt, deadline: deadline, remaining: remaining, names: names)
    }
}

/// The most that a call under way may use, beyond the one call it is.
package struct Reservation: Sendable, Hashable {
    package var calls: Int
    package var tokens: Int
    package var costUSD: Double

    package static let none = Reservation(calls: 0, tokens: 0, costUSD: 0)

    package init(calls: Int, tokens: Int, costUSD: Double) {
        self.calls = calls
        self.tokens = tokens
        self.costUSD = costUSD
    }
}

/// What the interpreter wants done. It does nothing itself.
package enum Effect: Sendable {
    /// Make the call and report its outcome with `complete`.
    case call(CallRequest)
    /// The call's outcome no longer matters: stop it.
    case abandon(CallID)
}

/// How a call ended, and what it used beyond the one call it is.
package struct Outcome: Sendable {
    package var result: Result<JSON, Failure>
    package var usage: Usage

    package init(_ result: Result<JSON, Failure>, usage: Usage = .none) {
        self.result = result
        self.usage = usage
    }
}

/// How a run ended.
package enum Ending: Sendable {
    case succeeded(JSON)
    case failed(Failure)
    case cancelled(reason: String)
    /// `limits.duration` was reached.
    case timedOut(Failure)
}
