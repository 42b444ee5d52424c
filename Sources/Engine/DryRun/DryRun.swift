import CivilTime
import JSON
import SkillLanguage

/// One run in memory whose reads are made and whose writes are not. No row, no journal, no event tells of it.
///
/// Its clock is the real one plus the waits that were skipped: while a call is under way it goes as the real one does, and when nothing but
/// time is waited for it jumps. So outcomes, timers and timeouts come in the order that a real run would see.
struct DryRun {
    /// The type of the error with which a call fails that a dry run does not make.
    static let refusal = "dry_run.refused"
    /// How long one may really take, all called skills included.
    static let longest = Duration.seconds(60)

    let engine: Engine
    let id: String
    let skill: PublishedSkill
    /// The versions that calls of other skills get, by name.
    let versions: [String: PublishedSkill]
    /// The permits of the skill and of every caller above it.
    let permits: [Permits]
    let usesModels: Bool
    /// When it is cut off, by the real clock.
    let end: Instant
    let markers: SecretMarkers
    var execution: Execution
    var report: DryRunReport
    /// Where in the report each call is, and when it was asked for.
    var places: [CallID: (index: Int, at: Instant)] = [:]
    /// Calls that are really being made.
    var underWay: [CallID: CallRequest] = [:]
    /// What calls under way may still use up.
    var reserved: [CallID: Reservation] = [:]
    /// Outcomes that are known, and when they come.
    var answers: [(id: CallID, outcome: Outcome, at: Instant)] = []
    /// How far its clock is ahead of the real one.
    var skipped: Duration
    /// The next time, by the real clock, at which the wait for calls under way is broken off.
    private var alarm: Instant?
    private let startedAt: Instant

    /// What a task of the run has to tell.
    enum Arrival: Sendable {
        case outcome(CallID, Outcome)
        case ended(CallID, DryRunReport, clock: Instant)
        case alarm
    }

    init(
        of skill: PublishedSkill, input: JSON, limits: Limits, versions: [String: PublishedSkill], permits: [Permits], usesModels: Bool,
        skipped: Duration = .zero, end: Instant, in engine: Engine
    ) {
        let now = engine.time.now()
        let start = now + skipped
        let id = engine.newID(at: now)
        let markers = SecretMarkers(nonce: engine.random())
        let facts = RunFacts(
            id: id, skill: skill.skill.name, version: skill.label.description, scheduledAt: start, services: skill.skill.services)
        self.engine = engine
        self.id = id
        self.skill = skill
        self.versions = versions
        self.permits = permits
        self.usesModels = usesModels
        self.end = end
        self.markers = markers
        self.skipped = skipped
        startedAt = start
        report = DryRunReport(of: skill)
        execution = Execution(
            skill: skill.skill, input: input, config: skill.skill.configuration(), facts: facts, secrets: markers.names(skill.skill.secrets),
            limits: limits, seed: seed(of: id), at: start)
    }

    var now: Instant { engine.time.now() + skipped }

    /// Runs to the end, or until it is cut off or its task is cancelled.
    mutating func play() async -> DryRunReport {
        execution.start()
        await withTaskGroup(of: Arrival.self) { tasks in
            while !isOver {
                begin(&tasks)
                if isOver { break }
                if passTime() { continue }
                setAlarm(&tasks)
                if let arrival = await tasks.next() { take(arrival) }
            }
            tasks.cancelAll()
        }
        report.ending = execution.ending.map(redacted)
        report.usage = execution.usage
        report.duration = execution.clock - startedAt
        return report
    }

    private var isOver: Bool { execution.ending != nil || Task.isCancelled || engine.time.now() >= end }

    /// Deals with what is due; when only time is waited for, with what is due next.
    /// - Returns: whether there was anything.
    private mutating func passTime() -> Bool {
        let answer = answers.indices.min { (answers[$0].at, $0) < (answers[$1].at, $1) }
        let timer = execution.nextTimer
        guard let due = [answer.map { answers[$0].at }, timer].compactMap({ $0 }).min() else { return false }
        if due > now {
            guard underWay.isEmpty else { return false }
            skipped += due - now
        }
        if let answer, answers[answer].at == due {
            let known = answers.remove(at: answer)
            complete(known.id, known.outcome, at: due)
        } else {
            execution.advance(to: due)
        }
        return true
    }

    /// Wakes the run at its next timer, or when it is to be cut off.
    private mutating func setAlarm(_ tasks: inout TaskGroup<Arrival>) {
        let due = (answers.map(\.at) + [execution.nextTimer].compactMap { $0 }).min().map { $0 - skipped } ?? end
        let next = min(due, end)
        if let alarm, alarm <= next { return }
        alarm = next
        tasks.addTask { [time = engine.time] in
            await time.sleep(until: next)
            return .alarm
        }
    }

    private mutating func take(_ arrival: Arrival) {
        switch arrival {
        case .alarm: alarm = nil
        case .outcome(let id, let outcome):
            guard underWay.removeValue(forKey: id) != nil else { return }
            complete(id, outcome, at: now)
        case .ended(let id, let called, let clock):
            guard underWay.removeValue(forKey: id) != nil else { return }
            if let place = places[id] { report.calls[place.index].called = called }
            // What it waited took no time here and does there.
            if let ending = called.ending { answers.append((id, Outcome(ending.outcome, usage: called.usage), max(now, clock))) }
        }
    }

    private mutating func complete(_ id: CallID, _ outcome: Outcome, at: Instant) {
        reserved[id] = nil
        let at = max(at, execution.clock)
        guard execution.complete(id, outcome, at: at), let place = places[id] else { return }
        report.calls[place.index].outcome = redacted(outcome)
        report.calls[place.index].duration = at - place.at
    }
}
