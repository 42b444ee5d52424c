package import CivilTime

/// Beginning with outcomes of another run: they are taken in at their own times, then the clock is set to the present.
extension Execution {
    /// What became of an outcome that was to be taken in.
    package enum Recall: Sendable, Equatable {
        case taken
        /// This run does not come to the call, or not yet.
        case notReached
        /// This run calls something else at that place.
        case callsOther(CallableName)
    }

    /// Takes in the outcome of a call that another run made. The run's duration does not count meanwhile, and a pause before the call (a
    /// retry's, a round's) that would be longer here than it was there is cut short.
    /// - Parameter callable: what the other run called, as a journal has it.
    package mutating func recall(_ id: CallID, of callable: String, _ outcome: Outcome, at: Instant) -> Recall {
        timers.removeAll { $0.kind == .deadline }
        advance(to: at)
        while calls[id] == nil, let pause = pause(before: id) {
            timers.removeAll { $0.order == pause.order }
            fire(pause)
            settle()
        }
        guard let request = request(id) else { return .notReached }
        guard request.callable.description == callable else { return .callsOther(request.callable) }
        return complete(id, outcome, at: at) ? .taken : .notReached
    }

    /// What the outcomes used that were taken in, without the calls under way.
    package var recalledUsage: Usage {
        var usage = usage
        usage.calls -= calls.count
        return usage
    }

    private func pause(before id: CallID) -> Timer? {
        timers.first { timer in
            guard let path = frames[timer.frame]?.active?.path else { return false }
            switch timer.kind {
            case .retry: return path == id.path
            case .round: return id.path.hasPrefix(path + "[")
            default: return false
            }
        }
    }

    /// Lets a time pass in which the run stood still: its timers, timeouts and duration keep what was left of them.
    package mutating func standStill(for time: Duration, until end: Instant) {
        advance(to: end - time)
        timers = timers.map { Timer(due: $0.due + time, order: $0.order, frame: $0.frame, kind: $0.kind) }
        for id in frames.keys {
            frames.change(id) { if let deadline = $0.active?.deadline { $0.active?.deadline = deadline + time } }
        }
        cleanupEnd = cleanupEnd.map { $0 + time }
        startedAt = startedAt + time
        clock = max(clock, end)
    }

    /// Sets the clock to when this run itself begins: calls under way are asked for again, pauses and timeouts keep what was left of
    /// them, and the run's duration counts from here.
    package mutating func begin(at start: Instant) {
        let shift = start - clock
        timers = timers.filter { $0.kind != .deadline }.map { Timer(due: $0.due + shift, order: $0.order, frame: $0.frame, kind: $0.kind) }
        for id in frames.keys {
            frames.change(id) { if let deadline = $0.active?.deadline { $0.active?.deadline = deadline + shift } }
        }
        cleanupEnd = cleanupEnd.map { $0 + shift }
        startedAt = start
        clock = start
        if verdict == nil { setTimer(.deadline, frame: -1, at: start + limits.duration) }
        effects = calls.keys.sorted { $0.description < $1.description }.compactMap(request).map(Effect.call)
    }
}
