import CivilTime

@testable import Store

/// A history under way: each operation is done to the model and to the database, and both have to agree.
struct RandomHistory {
    private(set) var model = ReferenceModel()
    /// Which answers which kinds of operation got.
    private(set) var seen: Set<String> = []
    private let replica: Replica
    private var now = 0
    private var latest = 0
    private var waitIDs = 0

    private static let keys = ["a", "b", nil]

    init(on replica: Replica) { self.replica = replica }

    /// - Returns: what does not hold after the operation; nil when all does.
    mutating func perform(_ operation: Operation) throws(StoreError) -> String? {
        let before = model
        guard let (expected, told) = try act(operation) else { return nil }
        if expected != told { return "the model says \(expected), the store says \(told)" }
        seen.insert("\(operation.kind.rawValue): \(told.kind)")
        if [.fenced, .finished, .answered, .notWaiting].contains(told) { model = before }
        let (wanted, found) = (model.image, try replica.image())
        if wanted != found {
            let runs = zip(wanted.runs, found.runs).enumerated().filter { $1.0 != $1.1 }.map { "run \($0 + 1): the model says \($1.0), the store says \($1.1)" }
            let waits = wanted.waits == found.waits ? "" : "waits: the model says \(wanted.waits), the store says \(found.waits)"
            return "\(runs) \(waits)"
        }
        for key in Self.keys.compactMap(\.self) {
            let counts = try replica.recount(key)
            if counts.filter({ $0.key != .queued }).values.reduce(0, +) != model.taken(key) { return "places of \(key): \(counts)" }
        }
        return Invariants.firstBroken(before, model, now: latest)
    }

    // MARK: operations

    /// What the model and the store told; nil when the operation has no meaning here.
    private mutating func act(_ operation: Operation) throws(StoreError) -> (Told, Told)? {
        switch operation.kind {
        case .start: return try start(operation, calledBy: nil)
        case .tick:
            now = max(0, now + (operation.run % 8 == 0 ? -operation.part(0, below: 90) : operation.part(0, below: 45)))
            latest = max(now, latest)
            return nil
        case .claim:
            let (at, limit) = (now, 1 + operation.part(0, below: 4))
            return (
                model.claim(at: at, limit: limit),
                try replica.write { connection throws(StoreError) in .claimed(try connection.claimDue(at: at.moment, limit: limit).map { Int($0.rowID) }) }
            )
        case .crash:
            return (
                model.crash(),
                try replica.write { connection throws(StoreError) in
                    let rows = try connection.heldRuns(after: nil, limit: 1_000).items.map(\.key.rowID)
                    return .claimed(try connection.takeOver(rows).map { Int($0.key.rowID) }.sorted())
                }
            )
        case .emit:
            let event = ModelEvent(id: "event \(operation.part(0, below: 40))", name: operation.part(2, below: 2) == 0 ? "x" : "y", at: now)
            return (
                model.emit(event),
                try replica.write { connection throws(StoreError) in
                    .reached(try connection.emit(id: event.id, name: event.name, payload: json("{}"), from: nil, at: event.at.moment).delivered.count)
                }
            )
        default:
            guard !model.runs.isEmpty else { return nil }
            return try act(operation, on: model.runs[operation.run % model.runs.count])
        }
    }

    private mutating func act(_ operation: Operation, on run: ModelRun) throws(StoreError) -> (Told, Told)? {
        let (at, row) = (now, run.row)
        let request = Cancellation(at: at.moment, by: "kim", reason: "enough")
        switch operation.kind {
        case .cancel:
            model.askToEnd(row, at: at)
            return (.done, try replica.write { connection throws(StoreError) in try connection.requestCancel(Int64(row), request).told })
        case .terminate:
            model.terminate(row, at: at)
            return (
                .done,
                try replica.write { connection throws(StoreError) in try connection.terminate(Int64(row), request, errorBody: json("{}")).told }
            )
        case .pause:
            model.pause(row)
            return (
                .done,
                try replica.write { connection throws(StoreError) in
                    try connection.pause(Int64(row), Pause(at: at.moment, by: "kim", reason: "look")).told
                }
            )
        case .resume:
            model.resume(row, at: at)
            return (.done, try replica.write { connection throws(StoreError) in try connection.resume(Int64(row), by: "kim", at: at.moment).told })
        case .answer:
            guard let wait = run.waits.filter({ $0.event == nil }).first ?? run.waits.first else { return nil }
            guard wait.event == nil else { return nil }
            let path = wait.path
            return (
                model.answer(row, path, at: at),
                try replica.write { connection throws(StoreError) in
                    let id = try connection.waits(of: Int64(row)).first { $0.call.path == path }?.id ?? ""
                    return try connection.answer(id, with: json("{}"), by: "kim", at: at.moment).told
                }
            )
        case .stale:
            let key = RunKey(rowID: Int64(row), epoch: Int64(run.epoch - (operation.part(0, below: 2) == 0 && run.epoch > 1 ? 1 : 0)))
            guard !run.isOpen || Int(key.epoch) < run.epoch else { return nil }
            return (Int(key.epoch) < run.epoch ? .fenced : .finished, try apply(RunTransition(run: key, entries: [outcome("late")], at: at.moment)))
        default:
            guard run.isHeld else { return nil }
            return try hold(operation, run)
        }
    }

    /// What only the process that holds the run does.
    private mutating func hold(_ operation: Operation, _ run: ModelRun) throws(StoreError) -> (Told, Told)? {
        let (at, row) = (now, run.row)
        var transition = RunTransition(run: RunKey(rowID: Int64(row), epoch: Int64(run.epoch)), entries: [], at: at.moment)
        switch operation.kind {
        case .drive:
            model.drive(row)
            return (
                .done,
                try replica.write { connection throws(StoreError) in
                    try connection.markDriven([transition.run])
                    return .done
                }
            )
        case .call: return try start(operation, calledBy: ModelRun.Child(parent: row, path: "c\(operation.part(5, below: 3))"))
        case .ask, .await:
            let isEvent = operation.kind == .await
            let (path, event) = (isEvent ? "e" : "h", isEvent ? (operation.part(1, below: 2) == 0 ? "x" : "y") : nil as String?)
            let call = "\(path)\(event ?? "")\(operation.part(2, below: 3))"
            model.open(row, call, event: event, at: at)
            model[row].state = .waiting
            waitIDs += 1
            transition.waits = [
                .open(
                    NewWait(
                        id: runID(waitIDs), call: CallKey(path: call, attempt: 1), kind: isEvent ? .event : .human, step: "s", eventName: event,
                        request: json("{}"), until: nil))
            ]
            transition.change = .waiting(on: path, detail: nil, until: nil)
            if operation.part(3, below: 3) > 0 { park(operation, row, &transition) }
        case .stand:
            guard run.isPaused || operation.part(0, below: 3) == 0 else { return nil }
            model.leave(row, at: at)
            transition.change = .paused
            transition.parking = Parking(until: nil, isPause: true)
        case .park:
            model[row].state = .waiting
            transition.change = .waiting(on: "sleep", detail: nil, until: nil)
            park(operation, row, &transition)
        case .take:
            guard let wait = run.waits.first(where: { $0.state == .resolved }) else { return nil }
            model.close(row, wait.path)
            transition.entries = [outcome(wait.path)]
            transition.waits = [.close(CallKey(path: wait.path, attempt: 1))]
        case .giveUp:
            guard !run.waits.isEmpty else { return nil }
            let path = run.waits[operation.part(0, below: run.waits.count)].path
            transition.waits = [.abandon(CallKey(path: path, attempt: 1))]
            return (model.giveUp(row, path), try apply(transition))
        case .step:
            model[row].entries += 1
            model[row].state = .running
            transition.entries = [outcome()]
            transition.change = .running
        case .hear:
            guard run.isAskedToEnd, !run.knowsItIsAsked else { return nil }
            model[row].entries += 1
            model[row].knowsItIsAsked = true
            transition.entries = [JournalEntry(kind: .cancelRequest, path: "", attempt: 1, at: at.moment, body: json("{}"))]
        case .end:
            let state: RunState = [.succeeded, .failed, .cancelled][operation.part(0, below: 3)]
            model.end(row, as: state, at: at)
            transition.change = .finished(state: state, output: nil, errorType: state == .succeeded ? nil : "x", error: nil)
        case .abandonChild:
            let path = "c\(operation.part(5, below: 3))"
            if let child = model.runs.first(where: { $0.calledBy == ModelRun.Child(parent: row, path: path) }) { model.leave(called: child.row, at: at) }
            transition.abandonedChildren = [CallKey(path: path, attempt: 1)]
        case .emitFrom:
            waitIDs += 1
            let event = ModelEvent(id: "from \(row) \(waitIDs)", name: operation.part(2, below: 2) == 0 ? "x" : "y", at: at)
            _ = model.emit(event)
            model[row].entries += 1
            transition.acts = [
                RecordedAct(.emit(id: event.id, name: event.name, payload: json("{}")), call: CallKey(path: "emit", attempt: 1)) { _ in json("{}") }
            ]
        default: return nil
        }
        return (.done, try apply(transition))
    }

    private mutating func start(_ operation: Operation, calledBy: ModelRun.Child?) throws(StoreError) -> (Told, Told)? {
        guard model.runs.count < 12 else { return nil }
        let conflict = ConcurrencyConflict.allCases[operation.part(1, below: ConcurrencyConflict.allCases.count)]
        var run = ModelRun(row: 0, calledBy: calledBy, state: .running)
        run.key = Self.keys[operation.part(0, below: Self.keys.count)]
        run.limit = 1 + operation.part(2, below: 3) / 2 + operation.part(3, below: 5) / 4
        run.priority = operation.part(4, below: 5) / 4
        if calledBy != nil { run.parentClose = ParentClose.allCases[operation.part(6, below: ParentClose.allCases.count)] }
        var new = newRun(model.runs.count + 1)
        new.createdAt = now.moment
        new.concurrencyKey = run.key
        new.concurrencyLimit = run.key == nil ? nil : run.limit
        new.conflict = conflict
        new.priority = run.priority
        if let calledBy {
            new.parent = NewRun.Parent(row: Int64(calledBy.parent), path: calledBy.path, attempt: 1)
            new.root = Int64(calledBy.parent)
            new.trigger = .child
            new.parentClose = run.parentClose
        }
        return (
            model.start(run, conflict, at: now),
            try replica.write { [new] connection throws(StoreError) in
                let record = try connection.create(new)
                return .created(row: Int(record.key.rowID), record.state, existed: record.existed)
            }
        )
    }

    private mutating func park(_ operation: Operation, _ row: Int, _ transition: inout RunTransition) {
        let children = model.runs.filter { $0.calledBy?.parent == row && !$0.isAbandoned && ($0.isOpen || operation.part(4, below: 3) == 0) }
        let somethingComes = model[row].waits.contains { $0.state == .open } || children.contains(where: \.isOpen)
        let until = somethingComes && operation.part(5, below: 2) == 0 ? nil : now + 1 + operation.part(6, below: 60)
        let paths = children.compactMap(\.calledBy?.path)
        model.park(row, until: until, children: paths, at: now)
        transition.parking = Parking(until: until?.moment, children: paths.map { CallKey(path: $0, attempt: 1) })
    }

    private func apply(_ transition: RunTransition) throws(StoreError) -> Told {
        try replica.write { connection throws(StoreError) in try connection.apply(transition).told }
    }
}

extension WriteEffects {
    /// A write that was not refused, whatever followed from it.
    fileprivate var told: Told { .done }
}
