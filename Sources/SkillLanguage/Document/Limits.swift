import CivilTime

/// The most a run may use, its children included.
package struct Limits: Sendable, Hashable {
    package var duration: Duration
    /// Attempts of calls.
    package var calls: Int
    package var tokens: Int
    package var costUSD: Double

    /// What holds where a skill says nothing: no tokens and no money, so a skill that uses a model states its own.
    package static let standard = Limits(duration: .seconds(15 * 60), calls: 100, tokens: 0, costUSD: 0)

    package init(duration: Duration, calls: Int, tokens: Int, costUSD: Double) {
        self.duration = duration
        self.calls = calls
        self.tokens = tokens
        self.costUSD = costUSD
    }
}

/// What a run used so far.
package struct Usage: Sendable, Hashable {
    package var calls: Int
    package var inputTokens: Int
    package var outputTokens: Int
    package var costUSD: Double
    /// A server told no numbers, so they were estimated.
    package var estimated: Bool

    package static let none = Usage(calls: 0, inputTokens: 0, outputTokens: 0, costUSD: 0)

    package init(calls: Int, inputTokens: Int, outputTokens: Int, costUSD: Double, estimated: Bool = false) {
        self.calls = calls
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.costUSD = costUSD
        self.estimated = estimated
    }

    package static func += (a: inout Usage, b: Usage) {
        a.calls += b.calls
        a.inputTokens += b.inputTokens
        a.outputTokens += b.outputTokens
        a.costUSD += b.costUSD
        a.estimated = a.estimated || b.estimated
    }

    /// The error of the first limit that is passed, nil when all hold.
    package func firstExceeded(of limits: Limits) -> Failure? {
        if calls > limits.calls { return .limit("calls", "the run may make \(limits.calls) calls") }
        if inputTokens + outputTokens > limits.tokens {
            return .limit("tokens", "the run may use \(limits.tokens) tokens and used \(inputTokens + outputTokens)")
        }
        if costUSD > limits.costUSD { return .limit("cost", "the run may cost $\(limits.costUSD) and cost $\(costUSD)") }
        return nil
    }
}

/// `retry` of a call: how often, and how long between the tries.
package struct RetryPolicy: Sendable, Hashable {
    /// Tries in all, the first included.
    package var attempts: Int
    package var initial: Duration = .seconds(1)
    package var factor: Double = 2
    package var maxDelay: Duration = .seconds(30)
    package var fullJitter = true
    /// Error types that are tried again; nil: those flagged retryable.
    package var on: [String]?

    package init(attempts: Int) { self.attempts = attempts }

    package func covers(_ failure: Failure) -> Bool {
        on.map { types in types.contains { failure.matches($0) } } ?? failure.retryable
    }

    /// The wait before try `attempt + 1`; `random` is uniform in 0..<1. A longer hint of the server wins.
    package func delay(after attempt: Int, random: Double, hint: Duration?) -> Duration {
        let first = Double(initial.milliseconds)
        var bound = Double(maxDelay.milliseconds)
        var grown = first
        for _ in 1..<max(attempt, 1) where grown < bound { grown *= factor }
        bound = min(bound, grown)
        let own = Duration.milliseconds(Int64(fullJitter ? bound * random : bound))
        return max(own, hint ?? .zero)
    }
}
