import CivilTime
import JSON
import SkillLanguage
import Store

/// Takes one run from wherever its journal stands to its end: the shell around the pure `Execution`.
///
/// The order is always the same: signals are fed to the interpreter, what they changed is committed in one transaction (outcomes,
/// intents of writes about to be made, the run's end), and only then are the next calls made. A crash at any point leaves a
/// journal from which the next driver gets to the same place.
struct RunDriver {
    private let engine: Engine
    private let run: LiveRun
    private let markers: SecretMarkers
    private var execution: Execution
    private var requests: [CallID: CallRequest] = [:]
    private var tasks: [CallID: Task<Void, Never>] = [:]
    private var intents: Set<CallID> = []
    private var alarm: Instant?
    private var shownWaiting = false
    private var recordedUsage = Usage.none
    private var log = TransitionLog()

    init(_ run: LiveRun, engine: Engine) throws {
        self.run = run
        self.engine = engine
        markers = SecretMarkers(nonce: engine.random())
        let record = run.record
        let facts = RunFacts(
            id: record.id, skill: record.skill, version: record.version, scheduledAt: record.nominalAt ?? record.createdAt,
            services: Services.named(in: run.skill))
        let input = try JSON(parsing: record.input)
        execution = Execution(
            skill: run.skill, input: input, config: run.skill.configuration(), facts: facts, secrets: markers.names(run.skill.secrets),
            limits: run.limits, seed: seed(of: record.id), at: record.createdAt)
    }

    /// Nil when the run did not end here: the server stops, or another process took the run over. It is resumed from its journal.
    mutating func drive() async -> Ending? {
        defer { for task in tasks.values { task.cancel() } }
        do {
            try await replay()
            while true {
                // Asked once for both: an intent is journaled only for a call that is then made, or the next start would take it for one
                // that may have happened.
                let makesCalls = !engine.isStopping
                if try await commit(makesCalls: makesCalls) { return execution.ending }
                if makesCalls { dispatch() }
                if engine.isStopping, tasks.isEmpty { return nil }
                setAlarm()
                let signals = await run.mailbox.receive()
                guard !Task.isCancelled else { return nil }
                for signal in signals { feed(signal) }
            }
        } catch {
            engine.report(error, run: run.record.id)
            return nil
        }
    }

    // MARK: events in

    private mutating func replay() async throws {
        execution.start()
        guard run.isResumed else { return }
        for record in try await engine.store.journal(of: run.record.key.rowID) {
            let entry = record.entry
            let call = CallID(path: entry.path, attempt: entry.attempt)
            switch entry.kind {
            case .outcome:
                guard let outcome = OutcomeRecord.outcome(from: try JSON(parsing: entry.body)) else {
                    throw StoreError.corrupt("journal entry \(record.sequence) of run \(run.record.id) is not an outcome")
                }
                execution.complete(call, outcome, at: entry.at)
            case .intent: intents.insert(call)
            case .cancelRequest: execution.cancel(reason: try JSON(parsing: entry.body)["reason"]?.string ?? "", at: entry.at)
            case .signal, .late: break
            }
        }
        execution.advance(to: engine.time.now())
        settleUnknown()
    }

    /// Calls that were under way when the last process ended.
    private mutating func settleUnknown() {
        collectEffects()
        for request in requests.values.sorted(by: { $0.id.description < $1.id.description }) {
            let decision = Unknown.decision(reach: engine.reach(of: request), hasIntent: intents.contains(request.id), policy: request.onUnknown)
            guard decision == .fail else { continue }
            feed(.outcome(request.id, Outcome(.failure(Unknown.failure(request.id))), microseconds: 0))
        }
    }

    private mutating func feed(_ signal: Signal) {
        let at = max(engine.time.now(), execution.clock)
        switch signal {
        case .tick:
            alarm = nil
            execution.advance(to: at)
        case .interrupted(let id): tasks[id] = nil
        case .cancel(let reason):
            log.append(.cancelRequest, path: "", attempt: 1, at: at, body: JSON.object(["reason": .string(reason)]).bytes(.compact))
            execution.cancel(reason: reason, at: at)
        case .outcome(let id, let outcome, let microseconds):
            tasks[id] = nil
            guard let request = requests.removeValue(forKey: id) else { return }
            let awaited = execution.complete(id, outcome, at: at)
            let body = OutcomeRecord(
                step: request.step, callable: request.callable.description, input: markers.redact(request.arguments), outcome: outcome)
            log.append(awaited ? .outcome : .late, path: id.path, attempt: id.attempt, at: at, microseconds: microseconds, body: body.bytes)
            engine.tell(run, .returned(id, step: request.step, failure: outcome.result.failure, microseconds: microseconds), at: at)
        }
    }

    // MARK: effects out

    private mutating func collectEffects() {
        for effect in execution.takeEffects() {
            switch effect {
            // What the journal answered while replaying is asked for no more.
            case .call(let request): requests[request.id] = execution.awaits(request.id) ? request : nil
            case .abandon(let id):
                requests[id] = nil
                tasks.removeValue(forKey: id)?.cancel()
            }
        }
    }

    /// - Returns: whether the run is over.
    private mutating func commit(makesCalls: Bool) async throws -> Bool {
        collectEffects()
        if makesCalls { announceWrites() }
        let change = self.change()
        if !log.entries.isEmpty || change != .none {
            let usage = change == .none ? nil : unrecordedUsage()
            try await engine.write(RunTransition(run: run.record.key, entries: log.take(), change: change, usage: usage, at: execution.clock))
        }
        guard let ending = execution.ending else { return false }
        engine.tell(run, .ended(state: ending.state.rawValue, failure: ending.failure), at: execution.clock)
        return true
    }

    private mutating func announceWrites() {
        for request in requests.values where tasks[request.id] == nil && !intents.contains(request.id) && engine.reach(of: request) == .write {
            intents.insert(request.id)
            let body: JSON = ["step": .string(request.step), "callable": .string(request.callable.description), "input": markers.redact(request.arguments)]
            log.append(.intent, path: request.id.path, attempt: request.id.attempt, at: execution.clock, body: body.bytes(.compact))
        }
    }

    /// What was used since the run's row was last told.
    private mutating func unrecordedUsage() -> UsageTotals {
        defer { recordedUsage = execution.usage }
        return UsageTotals(execution.usage, since: recordedUsage)
    }

    private mutating func change() -> Change {
        if let ending = execution.ending {
            let failure = ending.failure.map { OutcomeRecord.encode($0).bytes(.compact) }
            return .finished(
                state: ending.state, output: ending.output?.bytes(.compact), errorType: ending.failure?.type, error: failure)
        }
        let sleeping = sleep()
        defer { shownWaiting = sleeping != nil }
        if let sleeping { return .waiting(on: sleeping.kind, detail: sleeping.step, until: sleeping.until) }
        return shownWaiting ? .running : .none
    }

    /// What the run waits for when all it does for the next second or more is wait.
    private func sleep() -> (kind: String, step: String?, until: Instant?)? {
        guard !shownWaiting || !requests.isEmpty else { return nil }
        let waits = requests.values.filter { $0.callable == .builtin("wait") }
        guard waits.count == requests.count else { return nil }
        let ends = waits.compactMap { try? Wait.end(of: $0.arguments, from: $0.startedAt).get() }
        let until = (ends + [execution.nextTimer].compactMap { $0 }).min()
        guard let until, until - execution.clock >= .seconds(1) else { return nil }
        return waits.isEmpty ? ("retry", nil, until) : ("sleep", waits.first?.step, until)
    }

    private mutating func dispatch() {
        for request in requests.values where tasks[request.id] == nil {
            engine.tell(run, .called(request.id, step: request.step), at: execution.clock)
            // A task of its own, so that one call can be stopped alone. Its owner is this driver: it is cancelled when the driver
            // returns, and reports to the driver's mailbox only.
            tasks[request.id] = Task { [engine, run, markers] in
                let start = ContinuousClock.now
                guard let outcome = await engine.perform(request, of: run, markers: markers), !Task.isCancelled else {
                    return run.mailbox.send(.interrupted(request.id))
                }
                let taken = ContinuousClock.now - start
                run.mailbox.send(.outcome(request.id, outcome, microseconds: taken.milliseconds * 1000 + taken.components.attoseconds / 1_000_000_000_000 % 1000))
            }
        }
    }

    private mutating func setAlarm() {
        guard let next = execution.nextTimer, alarm.map({ next < $0 }) ?? true else { return }
        alarm = next
        engine.alarms.set(run.mailbox, at: next)
    }
}

extension Result {
    var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}
