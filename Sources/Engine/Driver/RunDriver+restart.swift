import CivilTime
import SkillLanguage
import Store

/// What a call under way came to.
struct Received {
    let call: CallID
    let outcome: Outcome
    let microseconds: Int64
}

/// A run that decided to give up a wait whose answer was committed first.
extension RunDriver {
    /// Forgets everything that is not in the journal but for the calls under way and what they came to: those were made.
    /// To be followed by `replay`.
    mutating func startOver() throws {
        isRestarted = true
        execution = try Self.beginning(of: run, markers)
        tasks.merge(leaving) { kept, _ in kept }
        leaving = [:]
        requests = [:]
        children = []
        intents = []
        opened = []
        log = TransitionLog()
        isCancelled = false
        idleSince = nil
        (shown, recordedUsage) = committed
    }

    /// After a new start: what calls had come to, and an end to those that are asked for no more.
    mutating func takeReceived() {
        let outcomes = received
        received = []
        for outcome in outcomes where requests[outcome.call] != nil {
            received.append(outcome)
            complete(outcome.call, outcome.outcome, at: execution.clock, microseconds: outcome.microseconds)
        }
        collectEffects()
        for (id, task) in tasks where requests[id] == nil {
            task.cancel()
            tasks[id] = nil
        }
        reserved = reserved.filter { requests[$0.key] != nil }
    }
}
