package import CivilTime

/// What became of a nominal time.
package enum FireOutcome: String, Sendable, Hashable, CaseIterable, Bindable {
    case started
    /// Kept until an open run of the loop ends; `settle` decides it.
    case buffered
    case skippedOverlap = "skipped_overlap"
    case skippedPaused = "skipped_paused"
    /// Too old to catch up with.
    case missed
    /// One run was started for it and its neighbours.
    case coalesced
    /// By policy: budget, permits, a broken definition.
    case refused
    case failedToStart = "failed_to_start"
    /// Was buffered and gave way.
    case dropped
}

/// A nominal time of a loop, or a range of old ones, with its outcome.
package struct Fire: Sendable, Hashable {
    package var nominalAt: Instant
    package var outcome: FireOutcome
    package var detail: String?
    /// How many nominal times the row stands for.
    package var count: Int
    /// The last of them; nil when there is one. A range starts nothing.
    package var throughAt: Instant?

    package init(nominalAt: Instant, outcome: FireOutcome, detail: String? = nil, count: Int = 1, throughAt: Instant? = nil) {
        self.nominalAt = nominalAt
        self.outcome = outcome
        self.detail = detail
        self.count = count
        self.throughAt = throughAt
    }
}

/// Everything that is decided about a loop at one instant, recorded together or not at all.
package struct FireDecision: Sendable {
    package var loop: String
    /// In any order. Those that are `started`, and those `coalesced` into it, name the run below.
    package var fires: [Fire]
    /// The run to create; given exactly when a fire is `started`.
    package var run: NewRun?
    /// The last nominal time dealt with. Nil, or an earlier one than the loop's, leaves the watermark where it is (a backfill).
    package var watermark: Instant?
    /// The next nominal time, stored when the watermark moves.
    package var nextAt: Instant?
    package var decidedAt: Instant

    package init(loop: String, fires: [Fire], run: NewRun? = nil, watermark: Instant?, nextAt: Instant?, decidedAt: Instant) {
        self.loop = loop
        self.fires = fires
        self.run = run
        self.watermark = watermark
        self.nextAt = nextAt
        self.decidedAt = decidedAt
    }
}

package enum FireResult: Sendable, Hashable {
    /// With the run that was started, if one was.
    case recorded(RunRecord?)
    /// One of the nominal times was decided before. Nothing was changed.
    case duplicate
}

/// A row of the ledger.
package struct FireRecord: Sendable, Hashable {
    package let loop: String
    package let fire: Fire
    package let decidedAt: Instant
    /// The run that was started, as it stands now.
    package let run: StartedRun?

    package struct StartedRun: Sendable, Hashable {
        package let row: Int64
        package let id: String
        package let state: RunState
    }
}
