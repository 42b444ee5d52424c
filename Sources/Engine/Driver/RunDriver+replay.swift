import CivilTime
import CrashPoints
import JSON
import SkillLanguage
import Store

/// How a run gets to where its journal stands.
extension RunDriver {
    mutating func replay() async throws {
        execution.start()
        guard let past = try await past() else {
            if isPerhapsCancelled, let request = try await engine.store.cancellation(of: run.row) { cancel(request, at: execution.clock) }
            if isPerhapsCancelled, !isCancelled { isPausing = try await engine.store.pause(of: run.row) != nil }
            return
        }
        CrashPoint.reach("engine.replay.before")
        let journal = if let journal = past.journal { journal } else { try await engine.store.journal(of: run.row) }
        let kept = try journal.prefix(run.ancestry.kept).map(KeptOutcome.init)
        run.ancestry.recall(kept, in: &execution, beginningAt: run.start) { _, _ in true }
        if !kept.isEmpty, !isRestarted {
            recordedUsage += execution.recalledUsage
            committed.usage = recordedUsage
        }
        for record in journal.dropFirst(run.ancestry.kept) { try replay(record) }
        collectEffects()
        CrashPoint.reach("engine.replay.journal-read")
        try takeAnswers(past.waits.filter { $0.state != .closed }, isCancelled ? nil : past.cancellation)
        CrashPoint.reach("engine.replay.answers-taken")
        takeReceived()
        let now = max(engine.time.now(), execution.clock)
        execution.advance(to: now)
        collectEffects()
        ring(now)
        collectEffects()
        settleUnknown()
        CrashPoint.reach("engine.replay.done")
    }

    /// What is on record of the run; nil for one that begins.
    private func past() async throws -> (journal: [JournalRecord]?, waits: [WaitRecord], cancellation: Cancellation?)? {
        if isRestarted { return (nil, try await engine.store.waits(of: run.row), try await engine.store.cancellation(of: run.row)) }
        return run.past?.take().map { ($0.journal, $0.waits, run.cancellation) }
    }

    private mutating func replay(_ record: JournalRecord) throws {
        let entry = record.entry
        let call = CallID(path: entry.path, attempt: entry.attempt)
        switch entry.kind {
        case .outcome:
            guard let outcome = OutcomeRecord.outcome(from: try JSON(parsing: entry.body)) else {
                throw StoreError.corrupt("journal entry \(record.sequence) of run \(run.id) is not an outcome")
            }
            execution.complete(call, outcome, at: entry.at)
            requests[call] = nil
        // The run stood still until then.
        case .signal where entry.isPause: standStill(for: .microseconds(entry.durationMicroseconds), until: entry.at)
        case .intent: intents.insert(call)
        // Somebody said that the call is to be made again: its intent says nothing any more.
        case .signal: intents.remove(call)
        case .cancelRequest:
            isCancelled = true
            execution.cancel(reason: try JSON(parsing: entry.body)["reason"]?.string ?? "", at: entry.at)
        case .late: break
        }
    }

    /// What is asked for by then is asked for as if the time had not passed.
    private mutating func standStill(for time: Duration, until end: Instant) {
        execution.standStill(for: time, until: end)
        collectEffects()
        for (id, call) in requests {
            let request = call.request.postponed(by: time)
            requests[id] = (request, engine.manner(of: request, in: run, markers))
        }
    }

    /// What came while no process held the run: answers and a request to cancel, in the order of their times.
    private mutating func takeAnswers(_ waits: [WaitRecord], _ cancellation: Cancellation?) throws {
        var request = cancellation
        for wait in waits { opened.insert(CallID(wait.call)) }
        let answered = waits.compactMap { wait in wait.resolution.map { (wait, $0) } }
        for (wait, resolution) in answered.sorted(by: { $0.1.at < $1.1.at }) {
            if let earlier = request, earlier.at < resolution.at {
                cancel(earlier, at: max(earlier.at, execution.clock))
                request = nil
            }
            try take(
                Delivery(run: run.row, call: wait.call, kind: wait.kind, by: resolution.by, body: resolution.body, at: resolution.at))
        }
        if let request { cancel(request, at: max(request.at, execution.clock)) }
        for wait in waits where requests[CallID(wait.call)] == nil && opened.remove(CallID(wait.call)) != nil { log.append(.close(wait.call)) }
    }

    /// Calls that were under way when the last process ended.
    private mutating func settleUnknown() {
        for (id, call) in requests.sorted(by: { $0.key.description < $1.key.description }) where tasks[id] == nil {
            guard case .performed(let reach) = call.manner else { continue }
            switch Unknown.decision(reach: reach, hasIntent: intents.contains(id), policy: call.request.onUnknown) {
            case .callAgain: break
            case .fail: complete(id, Outcome(.failure(Unknown.failure(id))), at: execution.clock)
            case .ask: requests[id] = (call.request, .awaited(.unknown, eventName: nil))
            }
        }
    }

    /// An answer reached a call. One that nobody waits for any more is left where it is. An answer that was accepted counts before any
    /// timer whose consequences are not in the journal, though the timer be due.
    mutating func take(_ delivery: Delivery) throws {
        let id = CallID(delivery.call)
        guard let (request, _) = requests[id] else { return }
        let beforeTimers = execution.nextTimer.map { max(execution.clock, $0 - .milliseconds(1)) }
        let at = max(min(delivery.at, beforeTimers ?? delivery.at), execution.clock)
        switch try Answer(delivery) {
        case .outcome(let outcome):
            opened.insert(id)
            complete(id, outcome, at: at)
        case .again:
            opened.remove(id)
            intents.remove(id)
            let body: JSON = ["step": .string(request.step), "decision": "retry", "by": .string(delivery.by)]
            log.append(.signal, path: id.path, attempt: id.attempt, at: at, body: body.bytes(.compact))
            log.append(.close(delivery.call))
            requests[id] = (request, engine.manner(of: request, in: run, markers))
        }
    }
}
