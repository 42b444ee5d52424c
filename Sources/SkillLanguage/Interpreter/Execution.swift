package import CivilTime
package import JSON

/// One run of one skill version, as a pure value: events go in, effects come out, and nothing is read from outside.
///
/// Equal events at equal times give equal effects, so a run is resumed by feeding a new `Execution` with the outcomes of the
/// journal, in order: what was asked for and already answered is answered again from the journal, the rest is really done.
/// Time moves only with the events (`at` never goes back); timers that are due by then fire first, at their own time.
package struct Execution: Sendable {
    package let skill: Skill
    package let facts: RunFacts
    package internal(set) var clock: Instant
    package internal(set) var usage = Usage.none
    /// Set once the run is over, clean-up included.
    package internal(set) var ending: Ending?
    /// What tests look at; nil in a run that is no test.
    package internal(set) var trace: Trace?

    var startedAt: Instant
    let limits: Limits
    let constants: Constants
    let randomness: Randomness
    var effects: [Effect] = []
    var frames = FrameTable()
    var nextFrame = 0
    /// What the items of an `each` gave so far, by the list that holds the step. Apart from the frames, which are copied at every turn.
    var itemValues: [Int: [JSON]] = [:]
    var timers: [Timer] = []
    var timersSet = 0
    /// Calls under way.
    var calls: [CallID: Int] = [:]
    var agenda: [Agendum] = []
    /// How the body ended; clean-up runs while this is set and `ending` is not.
    var verdict: Ending?
    /// When clean-up is cut off; nil before it begins.
    var cleanupEnd: Instant?

    /// What is to be done next within one event; a queue instead of recursion, so that a thousand pure rounds need no stack.
    enum Agendum {
        case proceed(frame: Int)
        case ended(frame: Int, Result<JSON, Failure>)
    }

    /// - Parameters:
    ///   - input: valid against the skill's input schema, defaults filled in.
    ///   - secrets: name to marker.
    ///   - limits: the skill's own, or less when a parent has less left.
    ///   - isTraced: whether `trace` is kept.
    package init(
        skill: Skill, input: JSON, config: JSON, facts: RunFacts, secrets: JSON.Object = [:], limits: Limits? = nil, seed: UInt64, at start: Instant,
        isTraced: Bool = false
    ) {
        self.skill = skill
        self.facts = facts
        clock = start
        startedAt = start
        self.limits = limits ?? skill.limits
        constants = Constants(input: input, config: config, facts: facts, secrets: secrets)
        randomness = Randomness(seed: seed)
        trace = isTraced ? Trace() : nil
    }

    /// Begins the run. Call once.
    package mutating func start() {
        setTimer(.deadline, frame: -1, at: startedAt + limits.duration)
        open(skill.steps, slot: .body, parent: nil, path: "", scope: StepScope(now: startedAt))
        settle()
    }

    /// Lets time pass: fires what is due by `now`.
    package mutating func advance(to now: Instant) {
        while ending == nil, let timer = timers.min(by: { ($0.due, $0.order) < ($1.due, $1.order) }), timer.due <= now {
            timers.removeAll { $0.order == timer.order }
            clock = max(clock, timer.due)
            fire(timer)
            settle()
        }
        clock = max(clock, now)
    }

    /// Reports how a call ended. An outcome nobody waits for any more (the step timed out, the run was cancelled) changes nothing.
    /// - Returns: whether it was still waited for.
    @discardableResult
    package mutating func complete(_ id: CallID, _ outcome: Outcome, at: Instant) -> Bool {
        advance(to: at)
        guard ending == nil, let frame = calls.removeValue(forKey: id) else { return false }
        usage += outcome.usage
        finishCall(id, outcome.result, frame: frame)
        settle()
        return true
    }

    /// Ends the body now; clean-up steps still run. Without effect once the body has ended.
    package mutating func cancel(reason: String, at: Instant) {
        advance(to: at)
        guard ending == nil else { return }
        conclude(.cancelled(reason: reason))
        settle()
    }

    /// What is to be done since the last call, in order.
    package mutating func takeEffects() -> [Effect] {
        defer { effects.removeAll(keepingCapacity: true) }
        return effects
    }

    /// When `advance` is next needed; nil when only outcomes can move the run.
    package var nextTimer: Instant? { timers.map(\.due).min() }

    /// The next timer of a step; nil when there is only the run's deadline, or none.
    package var nextStepTimer: Instant? { timers.filter { $0.frame >= 0 }.map(\.due).min() }

    /// Whether the outcome of the call is waited for.
    package func awaits(_ call: CallID) -> Bool { calls[call] != nil }

    /// Whether the body has ended and only clean-up runs.
    package var isCleaningUp: Bool { verdict != nil && ending == nil }

    mutating func settle() {
        var next = 0
        while next < agenda.count, ending == nil {
            let item = agenda[next]
            next += 1
            switch item {
            case .proceed(let frame): proceed(frame)
            case .ended(let frame, let result): closed(frame, result)
            }
        }
        agenda.removeAll(keepingCapacity: true)
    }

    // MARK: timers

    mutating func setTimer(_ kind: Timer.Kind, frame: Int, at due: Instant) {
        timersSet += 1
        timers.append(Timer(due: due, order: timersSet, frame: frame, kind: kind))
    }

    mutating func clearTimers(of frame: Int) {
        if !timers.isEmpty { timers.removeAll { $0.frame == frame } }
    }

    mutating func fire(_ timer: Timer) {
        switch timer.kind {
        case .retry: startAttempt(timer.frame)
        case .round: startRound(timer.frame)
        case .timeout: stepFailed(timer.frame, timeoutFailure(of: timer.frame))
        case .deadline: conclude(.timedOut(.limit("duration", "the run may take \(limits.duration.text)")))
        case .cleanup: finish()
        }
    }

    private func timeoutFailure(of frame: Int) -> Failure {
        let limit = frames[frame]?.step?.timeout?.text ?? ""
        return Failure("timeout", "the step did not end within \(limit)", retryable: false)
    }
}
