import CivilTime

@testable import Store

/// Runs of every size and end: created, driven, put to sleep, woken, ended, repeated, taken out.
extension Workload {
    struct Known {
        let id: String
        let key: RunKey
        /// The run at the top.
        let root: Int64
        let entries: Int
    }

    private func runs(_ ledger: Ledger, where condition: String) throws(StoreError) -> [Known] {
        try ledger.all(
            "SELECT id, run, epoch, coalesce(root, run), (SELECT count(*) FROM journal AS j WHERE j.run = r.run) FROM runs AS r WHERE \(condition) ORDER BY run"
        ) { Known(id: $0.text(), key: RunKey(rowID: $0.integer(), epoch: $0.integer()), root: $0.integer(), entries: $0.count()) }
    }

    /// With its whole tree, for the end of a run concerns those that it called.
    private mutating func run(_ ledger: Ledger, where condition: String) throws(StoreError) -> Known? {
        pick(try runs(ledger, where: condition)) { "tree \($0.root)" }
    }

    private static let isHeld = "finished_at IS NULL AND NOT EXISTS (SELECT 1 FROM wakes AS w WHERE w.run = r.run)"

    /// Alone, of a key with few places, or called by another run.
    mutating func create(on ledger: Ledger) throws(StoreError) -> Act? {
        var run = run()
        switch dice.roll(1...10) {
        case 1...3:
            run.concurrencyKey = "key \(dice.roll(1...2))"
            run.concurrencyLimit = dice.roll(1...2)
            run.conflict = ConcurrencyConflict.allCases[dice.roll(0...3)]
            run.priority = dice.roll(0...1)
        case 4...5:
            guard let parent = try self.run(ledger, where: Self.isHeld) else { break }
            run.parent = NewRun.Parent(row: parent.key.rowID, path: "sub", attempt: next())
            run.root = parent.root
            run.trigger = .child
        case 6: run.idempotencyKey = "key \(next())"
        default: break
        }
        return .create(run)
    }

    mutating func step(on ledger: Ledger) throws(StoreError) -> Act? {
        guard let run = try run(ledger, where: Self.isHeld) else { return nil }
        let entries = (0..<dice.roll(1...3)).map { index in
            let kind: JournalEntry.Kind = [.outcome, .outcome, .intent, .signal, .cancelRequest][dice.roll(0...4)]
            return JournalEntry(kind: kind, path: "step\(index)", attempt: dice.roll(1...3), at: now, body: body())
        }
        var transition = RunTransition(run: run.key, entries: entries, at: now)
        switch dice.roll(1...100) {
        case ...40: transition.change = .none
        case ...50: transition.change = .running
        case ...55: transition.change = .paused
        case ...80: wait(&transition)
        case ...92: transition.change = .finished(state: .succeeded, output: body(), errorType: nil, error: nil)
        default: transition.change = .finished(state: .failed, output: nil, errorType: "http.status", error: body())
        }
        if dice.chance(30) { transition.usage = UsageTotals(calls: 1, inputTokens: dice.roll(1...900), costMicroUSD: dice.roll(1...90)) }
        if dice.chance(20) { transition.acts = [act()] }
        if dice.chance(5) { transition.incident = Incident(id: runID(next()), kind: "quarantine", runID: run.id, subject: "sweep", summary: "x", openedAt: now) }
        return .apply(transition)
    }

    /// A call whose effect is in the database: memory and events.
    private mutating func act() -> RecordedAct {
        let outcome = body()
        let call = CallKey(path: "act", attempt: next())
        if dice.chance(50) {
            return RecordedAct(.put(scope: "skill/sweep", key: "k\(dice.roll(1...3))", value: body(), expected: nil), call: call) { _ in outcome }
        }
        return RecordedAct(.emit(id: "event \(next())", name: "bell", payload: body()), call: call) { _ in outcome }
    }

    /// A sleep, a question or an event that is waited for, in memory or out of it.
    private mutating func wait(_ transition: inout RunTransition) {
        let until = dice.chance(50) ? instant(next() + dice.roll(1...60)) : nil
        let kind = dice.roll(0...2)
        transition.change = .waiting(on: ["sleep", "human", "event"][kind], detail: nil, until: until)
        if kind > 0 {
            let call = CallKey(path: "wait", attempt: next())
            transition.waits = [
                .open(
                    NewWait(
                        id: runID(next()), call: call, kind: kind == 1 ? .human : .event, step: "wait", eventName: kind == 1 ? nil : "bell", request: body(),
                        until: until))
            ]
            if dice.chance(10) { transition.waits.append(.close(call)) }
        }
        if dice.chance(70) { transition.parking = Parking(until: until) }
    }

    mutating func late(on ledger: Ledger) throws(StoreError) -> Act? {
        guard let run = try run(ledger, where: "finished_at IS NOT NULL") else { return nil }
        let entry = JournalEntry(kind: .late, path: "step0", attempt: 1, at: now, body: body())
        return .apply(RunTransition(run: run.key, entries: [entry], at: now))
    }

    /// At most once a round: whom it takes hangs on what came before.
    mutating func claim() -> Act? { touch("claim") ? .claimDue(now) : nil }

    mutating func ending(on ledger: Ledger) throws(StoreError) -> Act? {
        guard let run = try run(ledger, where: "finished_at IS NULL") else { return nil }
        let request = Cancellation(at: now, by: "kim", reason: "reason \(next())")
        return dice.chance(70) ? .cancel(run.key.rowID, request) : .terminate(run.key.rowID, request)
    }

    mutating func pause(on ledger: Ledger) throws(StoreError) -> Act? {
        guard let run = try run(ledger, where: "finished_at IS NULL") else { return nil }
        let isPaused = try ledger.all("SELECT 1 FROM pauses WHERE run = \(run.key.rowID)") { _ in true }.isEmpty == false
        return isPaused ? .resume(run.key.rowID, at: now) : .pause(run.key.rowID, Pause(at: now, by: "kim", reason: "reason \(next())"))
    }

    mutating func fork(on ledger: Ledger) throws(StoreError) -> Act? {
        guard let origin = try run(ledger, where: "finished_at IS NOT NULL") else { return nil }
        return .fork(run(), NewLineage(origin: origin.key.rowID, before: dice.roll(1...max(1, origin.entries)), fromStep: "step0", attempt: 2))
    }

    mutating func prune(on ledger: Ledger) throws(StoreError) -> Act? {
        guard let run = try run(ledger, where: "finished_at IS NOT NULL AND root IS NULL") else { return nil }
        return .prune([run.key.rowID])
    }

    mutating func label(on ledger: Ledger) throws(StoreError) -> Act? {
        guard let run = try run(ledger, where: "true") else { return nil }
        return .label(run.key.rowID, Label(verdict: Label.Verdict.allCases[dice.roll(0...3)], expected: body(), note: nil, by: "kim", at: now))
    }
}
