import CivilTime
import CrashPoints
import JSON
import SkillLanguage
import Store

/// Takes one run from wherever its journal stands to its end, or to where it only waits: the shell around the pure `Execution`.
///
/// The order is always the same: signals are fed to the interpreter, what they changed is committed in one transaction (outcomes,
/// intents of writes about to be made, waits, the run's end), and only then are the next calls made. A crash at any point leaves a
/// journal from which the next driver gets to the same place.
struct RunDriver {
    let engine: Engine
    let run: LiveRun
    let markers: SecretMarkers
    var execution: Execution
    /// Calls under way, each with how it comes to its outcome.
    var requests: [CallID: (request: CallRequest, manner: Manner)] = [:]
    var tasks: [CallID: Task<Void, Never>] = [:]
    /// Calls that are given up with the next commit, and not before.
    var leaving: [CallID: Task<Void, Never>] = [:]
    /// Called runs that are under way in their own right.
    var children: Set<CallID> = []
    /// Calls that were given up while their runs were being created.
    var givenUpEarly: Set<CallID> = []
    /// What calls under way may still use up.
    var reserved: [CallID: Reservation] = [:]
    /// Writes whose intent is in the journal.
    var intents: Set<CallID> = []
    /// Calls whose wait is in the database.
    var opened: Set<CallID> = []
    var log = TransitionLog()
    var isCancelled = false
    /// Whether the run is to stand still: no new calls, and away as soon as those under way have ended.
    var isPausing: Bool
    /// What calls came to that no commit has yet.
    var received: [Received] = []
    /// What the run's row says it waits for.
    var shown: Idleness?
    /// Since when all the run does is wait.
    var idleSince: Instant?
    private var alarm: Instant?
    var recordedUsage: Usage
    /// Whether the run goes on from its journal although it never left memory.
    var isRestarted = false
    /// Whether a request to end may have come before the run was in memory.
    let isPerhapsCancelled: Bool
    /// `shown` and `recordedUsage` as the last commit left them.
    var committed: (shown: Idleness?, usage: Usage)

    init(_ run: LiveRun, engine: Engine, isPerhapsCancelled: Bool = false) throws {
        self.run = run
        self.isPerhapsCancelled = isPerhapsCancelled
        self.engine = engine
        markers = SecretMarkers(nonce: engine.random())
        isPausing = run.isPaused
        let record = run.record
        shown = record.wait.map { Idleness(kind: $0.kind, step: $0.detail, until: $0.until) }
        recordedUsage = record.usage.spent
        committed = (shown, recordedUsage)
        execution = try Self.beginning(of: run, markers)
    }

    /// The interpreter as it was before anything happened.
    static func beginning(of run: LiveRun, _ markers: SecretMarkers) throws -> Execution {
        let record = run.record
        let facts = RunFacts(
            id: record.id, skill: record.skill, version: record.version,
            scheduledAt: run.ancestry.scheduledAt ?? record.nominalAt ?? record.createdAt, attempt: run.attempt,
            services: run.skill.services)
        return Execution(
            skill: run.skill, input: try JSON(parsing: record.input), config: run.skill.configuration(), facts: facts, secrets: markers.names(run.skill.secrets),
            limits: run.limits, seed: seed(of: record.id), at: run.ancestry.lives.first?.start ?? run.start)
    }

    mutating func drive() async -> Departure {
        defer {
            for task in tasks.values { task.cancel() }
            for task in leaving.values { task.cancel() }
            engine.alarms.clear(run.row, of: run.mailbox)
        }
        while true {
            do {
                return try await live()
            } catch StoreError.answered {
                do { try startOver() } catch { return .interrupted }
            } catch let error as StoreError where error.isFence {
                return .lost
            } catch {
                engine.report(error, run: run.record.id)
                return .interrupted
            }
        }
    }

    private mutating func live() async throws -> Departure {
        try await replay()
        while true {
            // Asked once for both: an intent is journaled only for a call that is then made, or the next start would take it for one
            // that may have happened.
            let makesCalls = !engine.isStopping && !isPausing
            if let departure = try await commit(makesCalls: makesCalls) { return departure }
            CrashPoint.reach("engine.dispatch.before")
            if makesCalls { dispatch() }
            CrashPoint.reach("engine.dispatch.after")
            if engine.isStopping, tasks.isEmpty { return .interrupted }
            setAlarm()
            let signals = await run.mailbox.receive()
            guard !Task.isCancelled else { return .interrupted }
            for (index, signal) in signals.enumerated() {
                if case .lost = signal { return .lost }
                do {
                    try feed(signal)
                } catch {
                    for later in signals[(index + 1)...] { run.mailbox.send(later) }
                    throw error
                }
            }
        }
    }

    /// Events in.
    mutating func feed(_ signal: Signal) throws {
        let at = max(engine.time.now(), execution.clock)
        switch signal {
        case .tick:
            CrashPoint.reach("engine.feed.tick")
            alarm = nil
            execution.advance(to: at)
            ring(at)
        case .interrupted(let id): tasks[id] = nil
        case .childStarted(let id):
            tasks[id] = nil
            let isGivenUp = givenUpEarly.remove(id) != nil
            if requests[id] != nil { children.insert(id) } else if isGivenUp { log.abandonedChildren.append(id.key) }
        case .cancel(let request):
            isPausing = false
            cancel(request, at: at)
        case .pause: isPausing = !isCancelled
        case .resume: isPausing = false
        // Asked for again, the run that has ended gives its outcome.
        case .childEnded(let id): children.remove(id)
        case .answered(let delivery):
            // Given up in this very batch: what is not committed has not happened, and the journal decides.
            let id = CallID(delivery.call)
            if requests[id] != nil, !execution.awaits(id) { throw StoreError.answered(delivery.call) }
            try take(delivery)
        case .outcome(let id, let outcome, let microseconds):
            CrashPoint.reach("engine.feed.outcome")
            tasks[id] = nil
            givenUpEarly.remove(id)
            if requests[id] != nil { received.append(Received(call: id, outcome: outcome, microseconds: microseconds)) }
            complete(id, outcome, at: at, microseconds: microseconds)
        case .lost: break
        }
    }

    /// Puts a call's outcome into the journal and the interpreter.
    mutating func complete(_ id: CallID, _ outcome: Outcome, at: Instant, microseconds: Int64 = 0) {
        guard let (request, _) = requests.removeValue(forKey: id) else { return }
        children.remove(id)
        reserved[id] = nil
        if opened.remove(id) != nil { log.append(.close(id.key)) }
        let awaited = execution.complete(id, outcome, at: at)
        log.append(
            awaited ? .outcome : .late, path: id.path, attempt: id.attempt, at: at, microseconds: microseconds,
            body: body(of: outcome, request).bytes)
        tell(outcome, request, microseconds, at: at)
    }

    func body(of outcome: Outcome, _ request: CallRequest) -> OutcomeRecord {
        OutcomeRecord(step: request.step, callable: request.callable.description, input: redacted(request.arguments), outcome: outcome)
    }

    /// As people may see it. Without secrets there is nothing to take out.
    func redacted(_ arguments: JSON) -> JSON { run.skill.secrets.isEmpty ? arguments : markers.redact(arguments) }

    func tell(_ outcome: Outcome, _ request: CallRequest, _ microseconds: Int64, at: Instant) {
        engine.tell(run, .returned(request.id, step: request.step, failure: outcome.result.failure, microseconds: microseconds), at: at)
    }

    mutating func cancel(_ request: Cancellation, at: Instant) {
        guard !isCancelled else { return }
        isCancelled = true
        let body: JSON = ["reason": .string(request.reason), "by": .string(request.by)]
        log.append(.cancelRequest, path: "", attempt: 1, at: at, body: body.bytes(.compact))
        execution.cancel(reason: request.reason, at: at)
    }

    /// Calls that only waited for a time, and whose time has come.
    mutating func ring(_ now: Instant) {
        for (id, call) in requests.sorted(by: { $0.key.description < $1.key.description }) {
            if case .timed(let end) = call.manner, end <= now { complete(id, Outcome(.success([:])), at: max(now, execution.clock)) }
        }
    }

    private mutating func setAlarm() {
        guard let next = nextAlarm, alarm.map({ next < $0 }) ?? true else { return }
        alarm = next
        engine.alarms.set(run.mailbox, of: run.row, at: next)
    }
}

extension CallID {
    var key: CallKey { CallKey(path: path, attempt: attempt) }
    init(_ key: CallKey) { self.init(path: key.path, attempt: key.attempt) }
}

extension Result {
    var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}
