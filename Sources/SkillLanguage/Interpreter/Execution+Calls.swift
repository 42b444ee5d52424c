import CivilTime
import JSON

/// Calls and their retries.
extension Execution {
    /// Asks for the next try of the list's current call.
    mutating func startAttempt(_ id: Int) {
        guard let step = frames.read(id, { $0.step }), case .call = step.verb, let path = frames.read(id, { $0.active?.path }),
            case .call(let arguments, let attempt)? = frames.read(id, { $0.active?.work })
        else { return }
        guard usage.calls < limits.calls || isCleaningUp else {
            return stepFailed(id, .limit("calls", "the run may make \(limits.calls) calls"))
        }
        usage.calls += 1
        let next = CallID(path: path, attempt: attempt + 1)
        frames.change(id) { $0.active?.work = .call(arguments: arguments, attempt: next.attempt) }
        calls[next] = id
        trace?.attempts[step.id, default: 0] += 1
        if let request = request(next) { effects.append(.call(request)) }
    }

    /// What is asked for now by a call that is under way; nil for one that is not.
    func request(_ id: CallID) -> CallRequest? {
        guard let place = calls[id], let step = frames.read(place, { $0.step }), case .call(let call) = step.verb,
            case .call(let arguments, _)? = frames.read(place, { $0.active?.work })
        else { return nil }
        return CallRequest(
            id: id, step: step.id, callable: call.callable, arguments: arguments, onUnknown: call.onUnknown, parentClose: call.parentClose,
            startedAt: clock, deadline: enclosingDeadline(place), remaining: remaining, names: call.takesConditions ? frames[place].map(names) : nil)
    }

    /// What the run may still use now, the calls that have been asked for counted.
    package var remaining: CallRequest.Remaining {
        CallRequest.Remaining(
            tokens: max(0, limits.tokens - usage.inputTokens - usage.outputTokens), costUSD: max(0, limits.costUSD - usage.costUSD),
            calls: isCleaningUp ? Self.cleanupCalls : max(0, limits.calls - usage.calls), deadline: cleanupEnd ?? startedAt + limits.duration)
    }

    /// The earliest timeout of the step and its containers.
    private func enclosingDeadline(_ id: Int) -> Instant? {
        var earliest: Instant?
        var next: Int? = id
        while let current = next {
            if let deadline = frames.read(current, { $0.active?.deadline }) { earliest = min(earliest ?? deadline, deadline) }
            next = frames.read(current, { $0.parent })
        }
        return earliest
    }

    mutating func finishCall(_ id: CallID, _ result: Result<JSON, Failure>, frame: Int) {
        frames.change(frame) { $0.scope.now = clock }
        if !isCleaningUp, let exceeded = usage.firstExceeded(of: limits) { return stepFailed(frame, exceeded) }
        switch result {
        case .success(let value):
            complete(step: frame, raw: value)
        case .failure(var failure):
            failure.attempts = id.attempt
            if let wait = waitBeforeRetry(failure, id, frame) {
                setTimer(.retry, frame: frame, at: clock + wait)
            } else {
                stepFailed(frame, failure)
            }
        }
    }

    /// Nil when the call is not tried again: attempts are used up, the error is not covered, or the other side asked for more
    /// time than the step has left.
    private func waitBeforeRetry(_ failure: Failure, _ id: CallID, _ frame: Int) -> Duration? {
        guard case .call(let call)? = frames[frame]?.step?.verb, let policy = call.retry, id.attempt < policy.attempts, policy.covers(failure)
        else { return nil }
        if let hint = failure.retryAfter, let deadline = enclosingDeadline(frame), clock + hint > deadline { return nil }
        return policy.delay(after: id.attempt, random: randomness.uniform(for: id), hint: failure.retryAfter)
    }
}
