import CivilTime
import CrashPoints
import JSON
import SkillLanguage
import Store

/// What the interpreter asks for, and the transaction that comes before it.
extension RunDriver {
    mutating func collectEffects() {
        for effect in execution.takeEffects() {
            switch effect {
            case .call(let request):
                // What the journal answered while replaying is asked for no more.
                guard execution.awaits(request.id) else { continue }
                let manner = engine.manner(of: request, in: run, markers)
                requests[request.id] = (request, manner)
            case .abandon(let id): abandon(id)
            }
        }
        for (id, call) in requests {
            if case .refused(let failure) = call.manner {
                complete(id, Outcome(.failure(failure)), at: execution.clock)
                return collectEffects()
            }
        }
    }

    private mutating func abandon(_ id: CallID) {
        guard let (_, manner) = requests.removeValue(forKey: id) else { return }
        leaving[id] = tasks.removeValue(forKey: id)
        reserved[id] = nil
        if opened.remove(id) != nil { log.append(.abandon(id.key)) }
        if case .child = manner {
            children.remove(id)
            if leaving[id] != nil { givenUpEarly.insert(id) }
            log.abandonedChildren.append(id.key)
        }
    }

    /// Writes what has happened and what is about to. Calls that the database carries out are done with it, and what follows from
    /// them is done as well.
    /// - Returns: why the driver is to leave the run; nil to stay.
    mutating func commit(makesCalls: Bool) async throws -> Departure? {
        while true {
            collectEffects()
            let acts = makesCalls ? recordedCalls() : []
            if makesCalls { announceWrites() }
            if !isPausing { openWaits() }
            let idleness = acts.isEmpty ? self.idleness() : nil
            let change = change(idleness)
            let parking = change.isFinal ? nil : change == .paused ? Parking(until: nil, isPause: true) : parking(idleness)
            if !log.isEmpty || !acts.isEmpty || change != .none || parking != nil {
                var transition = RunTransition(run: run.key, entries: log.entries, change: change, at: execution.clock)
                if change != .none { transition.usage = unrecordedUsage() }
                transition.acts = acts.map(\.act)
                transition.waits = log.waits
                transition.abandonedChildren = log.abandonedChildren
                transition.parking = parking
                log = TransitionLog()
                CrashPoint.reach("engine.commit.before")
                let effects = try await engine.write(transition)
                CrashPoint.reach("engine.commit.after")
                received = []
                committed = (shown, recordedUsage)
                engine.notice(effects)
                CrashPoint.reach("engine.commit.noticed")
                for (act, outcome) in zip(acts, effects.acts) { finish(act.request, outcome, at: transition.at) }
            }
            for task in leaving.values { task.cancel() }
            leaving = [:]
            // What the database answered may have moved the run on.
            guard acts.isEmpty else { continue }
            if let ending = execution.ending {
                engine.tell(run, .ended(state: ending.state.rawValue, failure: ending.failure), at: execution.clock)
                return .ended(ending, execution.usage)
            }
            return parking == nil ? nil : .parked
        }
    }

    // MARK: calls that the database carries out

    private func recordedCalls() -> [(request: CallRequest, act: RecordedAct)] {
        guard requests.values.contains(where: { if case .recorded = $0.manner { true } else { false } }) else { return [] }
        let driver = self
        return requests.values.sorted { $0.request.id.description < $1.request.id.description }.compactMap { request, manner in
            guard case .recorded(let act) = manner else { return nil }
            let recorded = RecordedAct(act, call: request.id.key) { outcome in driver.body(of: Memory.outcome(outcome, of: request), request).bytes }
            return (request, recorded)
        }
    }

    /// The journal has the outcome already.
    private mutating func finish(_ request: CallRequest, _ outcome: ActOutcome, at: Instant) {
        requests[request.id] = nil
        let outcome = Memory.outcome(outcome, of: request)
        execution.complete(request.id, outcome, at: at)
        tell(outcome, request, 0, at: at)
    }

    // MARK: what is announced

    private mutating func announceWrites() {
        for (id, call) in requests where tasks[id] == nil && !intents.contains(id) {
            guard case .performed(.write) = call.manner else { continue }
            intents.insert(id)
            let request = call.request
            let body: JSON = ["step": .string(request.step), "callable": .string(request.callable.description), "input": redacted(request.arguments)]
            log.append(.intent, path: id.path, attempt: id.attempt, at: execution.clock, body: body.bytes(.compact))
        }
    }

    private mutating func openWaits() {
        for (id, call) in requests where !opened.contains(id) {
            guard case .awaited(let kind, let eventName) = call.manner else { continue }
            opened.insert(id)
            log.append(
                .open(
                    NewWait(
                        id: engine.newID(at: execution.clock), call: id.key, kind: kind, step: call.request.step, eventName: eventName,
                        request: redacted(call.request.arguments).bytes(.compact), until: call.request.deadline)))
        }
    }

    // MARK: the run's row

    /// What was used since the run's row was last told.
    private mutating func unrecordedUsage() -> UsageTotals {
        defer { recordedUsage = execution.usage }
        return UsageTotals(execution.usage, since: recordedUsage)
    }

    private mutating func change(_ idleness: Idleness?) -> Change {
        if let ending = execution.ending {
            let failure = ending.failure.map { OutcomeRecord.encode($0).bytes(.compact) }
            return .finished(
                state: ending.state, output: ending.output?.bytes(.compact), errorType: ending.failure?.type, error: failure)
        }
        if isPausing, tasks.isEmpty { return .paused }
        guard idleness != shown else { return .none }
        shown = idleness
        guard let idleness else { return .running }
        return .waiting(on: idleness.kind, detail: idleness.step, until: idleness.until)
    }
}

extension Change {
    fileprivate var isFinal: Bool { if case .finished = self { true } else { false } }
}
