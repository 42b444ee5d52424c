import Store

/// Admission, cancellation and waits as the architecture page states them, in plain values: what the database has to agree with.
struct ReferenceModel: Equatable {
    private(set) var runs: [ModelRun] = []
    private(set) var events: [ModelEvent] = []

    subscript(row: Int) -> ModelRun {
        get { runs[row - 1] }
        set { runs[row - 1] = newValue }
    }

    // MARK: places

    /// Runs of a key that have a place.
    func taken(_ key: String) -> Int { runs.count { $0.key == key && $0.isOpen && !$0.isQueued } }

    /// The queued runs of a key in the order in which they get a place.
    func queue(_ key: String) -> [ModelRun] {
        runs.filter { $0.key == key && $0.isQueued }.sorted { ($1.priority, $0.row) < ($0.priority, $1.row) }
    }

    /// A call has one child; a run has a place, waits for one, or is refused.
    mutating func start(_ new: ModelRun, _ conflict: ConcurrencyConflict, at: Int) -> Told {
        if let call = new.calledBy, let child = runs.first(where: { $0.calledBy == call }) {
            return .created(row: child.row, child.state, existed: true)
        }
        // A run that has ended calls nobody.
        if let call = new.calledBy, !self[call.parent].isOpen { return .finished }
        var run = new
        run.row = runs.count + 1
        run.eventsBefore = events.count
        run.state = .running
        if let key = run.key, taken(key) >= run.limit || queue(key).contains(where: { $0.priority >= run.priority }) {
            switch conflict {
            case .skip: run.state = .skipped
            case .fail: run.state = .failed
            case .queue: run.state = .queued
            case .cancelRunning:
                for other in runs where other.key == key && other.isOpen && !other.isQueued { askToEnd(other.row, at: at) }
                // From the back, so that nobody moves up into a place that is being cleared.
                for other in queue(key).reversed() { askToEnd(other.row, at: at) }
                run.state = taken(key) < run.limit ? .running : .queued
            }
        }
        run.isParked = run.state == .queued
        runs.append(run)
        return .created(row: run.row, run.state, existed: false)
    }

    /// Gives free places to the queued, in their order.
    private mutating func fill(_ key: String, at: Int) {
        while let next = queue(key).first, taken(key) < next.limit {
            self[next.row].state = .running
            self[next.row].due = at
        }
    }

    // MARK: ends

    mutating func askToEnd(_ row: Int, at: Int) {
        guard self[row].isOpen else { return }
        self[row].isAskedToEnd = true
        liftPause(row)
        if self[row].isQueued { end(row, as: .cancelled, at: at) } else { wake(row, at: at) }
    }

    mutating func terminate(_ row: Int, at: Int) {
        guard self[row].isOpen else { return }
        self[row].epoch += 1
        self[row].isAskedToEnd = true
        end(row, as: .terminated, at: at)
    }

    /// Its caller has ended or given the call up.
    mutating func leave(called row: Int, at: Int) {
        guard self[row].isOpen else { return }
        switch self[row].parentClose {
        case .cancel: askToEnd(row, at: at)
        case .terminate: terminate(row, at: at)
        case .abandon: self[row].isAbandoned = true
        }
    }

    mutating func end(_ row: Int, as state: RunState, at: Int) {
        self[row].state = state
        self[row].isParked = false
        self[row].isPaused = false
        self[row].due = nil
        for index in self[row].waits.indices { self[row].waits[index].state = .closed }
        if let call = self[row].calledBy, !self[row].isAbandoned { wake(call.parent, at: at) }
        for child in runs where child.calledBy?.parent == row { leave(called: child.row, at: at) }
        if let key = self[row].key { fill(key, at: at) }
    }

    // MARK: sleep

    mutating func wake(_ row: Int, at: Int) {
        if self[row].isParked, !self[row].isPaused, self[row].due.map({ $0 > at }) ?? true { self[row].due = at }
    }

    mutating func park(_ row: Int, until: Int?, children: [String], at: Int) {
        self[row].isParked = true
        self[row].awaited = children
        let hasWork = runs[row - 1].waits.contains { $0.state == .resolved } || (self[row].isAskedToEnd && !self[row].knowsItIsAsked)
        let hasEnded = runs.contains { child in child.calledBy.map { $0.parent == row && children.contains($0.path) } ?? false && !child.isOpen }
        self[row].due = hasWork || hasEnded ? at : until
        standStill(row)
    }

    // MARK: standing still

    /// A run that is to end is not held up. One in a process's hands, or without a place, stands still later.
    mutating func pause(_ row: Int) {
        guard self[row].isOpen, !self[row].isAskedToEnd, !self[row].isPaused else { return }
        self[row].isPaused = true
        standStill(row)
    }

    mutating func resume(_ row: Int, at: Int) {
        guard self[row].isOpen, self[row].isPaused else { return }
        let stood = self[row].state == .paused
        liftPause(row)
        if stood { wake(row, at: at) }
    }

    /// The run leaves memory to stand still; nobody wants that any more, perhaps.
    mutating func leave(_ row: Int, at: Int) {
        self[row].isParked = true
        self[row].awaited = []
        self[row].state = .paused
        self[row].due = self[row].isPaused ? nil : at
    }

    private mutating func standStill(_ row: Int) {
        guard self[row].isPaused, self[row].isParked, !self[row].isQueued else { return }
        self[row].state = .paused
        self[row].due = nil
    }

    /// Its journal says how long it stood still.
    private mutating func liftPause(_ row: Int) {
        if self[row].isPaused, self[row].state == .paused { self[row].entries += 1 }
        self[row].isPaused = false
    }

    mutating func claim(at: Int, limit: Int) -> Told {
        let due = runs.filter { $0.isParked && $0.due.map { $0 <= at } ?? false }.sorted { ($0.due ?? 0, $0.row) < ($1.due ?? 0, $1.row) }
        for run in due.prefix(limit) {
            self[run.row].isParked = false
            self[run.row].due = nil
            self[run.row].state = .running
            self[run.row].epoch += 1
        }
        return .claimed(due.prefix(limit).map(\.row))
    }

    mutating func drive(_ row: Int) { self[row].drivenEpoch = self[row].epoch }

    /// The process ends; the next one takes over what it held. Only a run that the process drove was under way.
    mutating func crash() -> Told {
        let held = runs.filter(\.isHeld)
        for run in held {
            self[run.row].epoch += 1
            guard run.state == .running, run.drivenEpoch == run.epoch else { continue }
            self[run.row].recoveries = run.entries > run.entriesAtRecovery ? 1 : run.recoveries + 1
            self[run.row].entriesAtRecovery = run.entries
        }
        return .claimed(held.map(\.row))
    }

    // MARK: waits

    /// A wait that begins looks back at what came since its run was created, and takes what the run has not had.
    mutating func open(_ row: Int, _ path: String, event: String?, at: Int) {
        if let index = self[row].waits.firstIndex(where: { $0.path == path }) {
            if self[row].waits[index].state == .closed, event == nil { self[row].waits[index].state = .open }
            return
        }
        self[row].waits.append(ModelRun.Wait(path: path, event: event))
        let had = Set(self[row].waits.compactMap(\.taken))
        let earlier = events.indices.first { events[$0].name == event && $0 >= self[row].eventsBefore && !had.contains($0) }
        if let earlier { resolve(row, self[row].waits.count - 1, by: earlier, at: at) }
    }

    private mutating func resolve(_ row: Int, _ wait: Int, by event: Int?, at: Int) {
        self[row].waits[wait].state = .resolved
        self[row].waits[wait].taken = event
        wake(row, at: at)
    }

    mutating func answer(_ row: Int, _ path: String, at: Int) -> Told {
        guard let wait = self[row].waits.firstIndex(where: { $0.path == path }), self[row].waits[wait].state == .open else { return .notWaiting }
        resolve(row, wait, by: nil, at: at)
        return .done
    }

    /// Giving up is refused once an answer was accepted.
    mutating func giveUp(_ row: Int, _ path: String) -> Told {
        guard let wait = self[row].waits.firstIndex(where: { $0.path == path }) else { return .done }
        if self[row].waits[wait].state == .resolved { return .answered }
        self[row].waits[wait].state = .closed
        return .done
    }

    mutating func close(_ row: Int, _ path: String) {
        guard let wait = self[row].waits.firstIndex(where: { $0.path == path }) else { return }
        self[row].waits[wait].state = .closed
        self[row].entries += 1
    }

    mutating func emit(_ event: ModelEvent) -> Told {
        guard !events.contains(where: { $0.id == event.id }) else { return .reached(0) }
        events.append(event)
        var reached = 0
        for run in runs {
            for (index, wait) in run.waits.enumerated() where wait.state == .open && wait.event == event.name {
                resolve(run.row, index, by: events.count - 1, at: event.at)
                reached += 1
            }
        }
        return .reached(reached)
    }
}
