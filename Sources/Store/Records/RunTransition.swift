package import CivilTime

/// What becomes of a run's row. Cases other than `none` cost an update; a step of a run needs none.
package enum Change: Sendable, Hashable {
    case none
    case running
    /// `until` is when the run is due; nil when only an event ends the wait.
    case waiting(on: String, detail: String?, until: Instant?)
    case paused
    /// `state` must be terminal. Failed runs name an error type.
    case finished(state: RunState, output: [UInt8]?, errorType: String?, error: [UInt8]?)
}

/// One step in the life of a run: its entries and its change of state, recorded together or not at all.
package struct RunTransition: Sendable {
    package var run: RunKey
    package var entries: [JournalEntry]
    package var change: Change
    /// Added to the run's totals. Give it with a wait or the end, not with each step: it costs an update of the run's row.
    package var usage: UsageTotals?
    package var at: Instant
    /// Calls that are carried out here and now; their entries follow `entries`.
    package var acts: [RecordedAct] = []
    package var waits: [WaitChange] = []
    /// Calls given up whose runs may be open: each is left to its `ParentClose`.
    package var abandonedChildren: [CallKey] = []
    /// Opened together with the transition.
    package var incident: Incident?
    /// Set when the run leaves memory with this transition.
    package var parking: Parking?

    package init(run: RunKey, entries: [JournalEntry], change: Change = .none, usage: UsageTotals? = nil, at: Instant) {
        self.run = run
        self.entries = entries
        self.change = change
        self.usage = usage
        self.at = at
    }

    /// What the transition takes up in a batch, roughly.
    var size: Int {
        var size = 256
        for entry in entries { size += 64 + entry.path.utf8.count + entry.body.count }
        for case .open(let wait) in waits { size += 256 + wait.request.count }
        for case .put(_, _, let value, _) in acts.map(\.act) { size += 256 + value.count }
        if case .finished(_, let output, _, let error) = change { size += (output?.count ?? 0) + (error?.count ?? 0) }
        return size
    }
}
