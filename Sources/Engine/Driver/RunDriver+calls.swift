import CivilTime
import SkillLanguage

/// Calls that are made in tasks. A task is owned by its driver: it is cancelled when the driver leaves, and reports to the driver's
/// mailbox only.
extension RunDriver {
    mutating func dispatch() {
        var waiting = requests.keys.filter { tasks[$0] == nil }
        // In a stable order, for what begins first has the first claim on what is left.
        if waiting.count > 1 { waiting.sort { $0.description < $1.description } }
        for id in waiting {
            guard let (request, manner) = requests[id] else { continue }
            switch manner {
            case .performed: perform(request)
            case .child(let name) where !children.contains(id): startChild(name, request)
            default: break
            }
        }
    }

    private mutating func perform(_ wanted: CallRequest) {
        engine.tell(run, .called(wanted.id, step: wanted.step), at: execution.clock)
        let request = wanted.limited(to: execution.remaining.less(reserved.values))
        let reservation = engine.reservation(of: request)
        if reservation != .none { reserved[request.id] = reservation }
        tasks[request.id] = Task { [engine, run, markers] in
            let start = ContinuousClock.now
            guard let outcome = await engine.perform(request, of: run, markers: markers), !Task.isCancelled else {
                return run.mailbox.send(.interrupted(request.id))
            }
            let taken = ContinuousClock.now - start
            run.mailbox.send(
                .outcome(request.id, outcome, microseconds: taken.milliseconds * 1000 + taken.components.attoseconds / 1_000_000_000_000 % 1000))
        }
    }

    private mutating func startChild(_ name: String, _ wanted: CallRequest) {
        engine.tell(run, .called(wanted.id, step: wanted.step), at: execution.clock)
        let request = wanted.limited(to: execution.remaining.less(reserved.values))
        if let callee = run.callees[name] {
            let limits = callee.skill.limits.within(request.remaining, at: request.startedAt)
            reserved[request.id] = Reservation(calls: limits.calls, tokens: limits.tokens, costUSD: limits.costUSD)
        }
        tasks[request.id] = Task { [engine, run] in
            if let outcome = await engine.startChild(name, request, of: run) {
                run.mailbox.send(.outcome(request.id, outcome, microseconds: 0))
            } else {
                run.mailbox.send(.childStarted(request.id))
            }
        }
    }
}
