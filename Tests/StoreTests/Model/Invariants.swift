import Store

/// What must hold whatever happened, said of the state and not of how it came about.
enum Invariants {
    static func firstBroken(_ before: ReferenceModel, _ after: ReferenceModel, now: Int) -> String? {
        for run in after.runs {
            if let broken = firstBroken(of: run, before, after, now: now) { return "run \(run.row): \(broken)" }
        }
        return Set(after.runs.compactMap(\.key)).lazy.compactMap { overfull($0, before, after) }.first
    }

    /// Whoever gets a place finds no more taken than it lets there be, itself included, and leaves nobody behind who goes before it.
    private static func overfull(_ key: String, _ before: ReferenceModel, _ after: ReferenceModel) -> String? {
        let placed = after.runs.filter { run in
            run.key == key && run.isOpen && !run.isQueued && (run.row > before.runs.count || before[run.row].isQueued)
        }.sorted { ($1.priority, $0.row) < ($0.priority, $1.row) }
        for (index, run) in placed.enumerated() where after.taken(key) - (placed.count - 1 - index) > run.limit {
            return "run \(run.row) has one of \(run.limit) places of \(key), and \(after.taken(key)) are taken"
        }
        for run in placed {
            for waiting in after.queue(key) where (run.priority, waiting.row) < (waiting.priority, run.row) {
                return "run \(run.row) has a place of \(key), and run \(waiting.row) that goes before it has none"
            }
        }
        return nil
    }

    private static func firstBroken(of run: ModelRun, _ before: ReferenceModel, _ after: ReferenceModel, now: Int) -> String? {
        let old = run.row <= before.runs.count ? before[run.row] : nil
        if let old, !old.isOpen, old.state != run.state { return "it had ended as \(old.state) and is \(run.state)" }
        guard run.isOpen else { return run.isParked ? "it has ended and sleeps" : nil }
        if let key = run.key {
            if let next = after.queue(key).first, after.taken(key) < next.limit { return "run \(next.row) is queued for \(key) and there is a place" }
        } else if run.isQueued {
            return "it is queued for nothing"
        }
        guard run.isParked, !run.isQueued else { return nil }
        if run.isPaused, run.state == .paused { return run.due == nil ? nil : "it stands still and something wakes it" }
        return firstLost(run, after, now: now)
    }

    /// A sleeping run that has something to do is due; one that has not is woken by something.
    private static func firstLost(_ run: ModelRun, _ after: ReferenceModel, now: Int) -> String? {
        let awaited = after.runs.filter { child in child.calledBy.map { $0.parent == run.row && run.awaited.contains($0.path) } ?? false }
        let isDue = run.due.map { $0 <= now } ?? false
        if run.waits.contains(where: { $0.state == .resolved }), !isDue { return "it sleeps and was answered" }
        if run.isAskedToEnd, !run.knowsItIsAsked, !isDue { return "it sleeps and was asked to end" }
        if awaited.contains(where: { !$0.isOpen }), !isDue { return "it sleeps and a run it called has ended" }
        let isWoken = run.due != nil || run.waits.contains { $0.state == .open } || awaited.contains(where: \.isOpen)
        return isWoken ? nil : "nothing wakes it"
    }
}
