/// Where a run stands. The raw values are what the database and the API show.
package enum RunState: String, Sendable, Hashable, CaseIterable, Bindable {
    /// Created, not admitted yet.
    case queued
    case running
    /// Holds nothing and waits; the run says for what and until when.
    case waiting
    /// Stopped by an operator, to be continued by one.
    case paused
    case succeeded
    case failed
    /// Ended on request, after its clean-up.
    case cancelled
    /// Ended on request, without clean-up.
    case terminated
    /// Over its deadline.
    case timedOut = "timed_out"
    /// Given up after too many recoveries.
    case quarantined
    /// Never started: refused by the concurrency rule.
    case skipped

    /// A terminal state is final: the run's row and journal change no more, except for `late` entries.
    package var isTerminal: Bool {
        switch self {
        case .queued, .running, .waiting, .paused: false
        case .succeeded, .failed, .cancelled, .terminated, .timedOut, .quarantined, .skipped: true
        }
    }

    /// Whether an end in this state counts against a loop. Nil: it says nothing about the loop's health.
    var isFailureOfLoop: Bool? {
        switch self {
        case .succeeded: false
        case .failed, .timedOut, .quarantined: true
        default: nil
        }
    }
}

/// What started a run.
package enum RunTrigger: String, Sendable, Hashable, Bindable {
    case manual, schedule, child, api
}

/// What a run used, or a part of it. Money is in millionths of a US dollar.
package struct UsageTotals: Sendable, Hashable {
    package var calls: Int
    package var inputTokens: Int
    package var outputTokens: Int
    package var costMicroUSD: Int

    package init(calls: Int = 0, inputTokens: Int = 0, outputTokens: Int = 0, costMicroUSD: Int = 0) {
        self.calls = calls
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.costMicroUSD = costMicroUSD
    }

    package static func + (a: UsageTotals, b: UsageTotals) -> UsageTotals {
        UsageTotals(
            calls: a.calls + b.calls, inputTokens: a.inputTokens + b.inputTokens, outputTokens: a.outputTokens + b.outputTokens,
            costMicroUSD: a.costMicroUSD + b.costMicroUSD)
    }
}
