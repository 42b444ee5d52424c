/// A run that repeats another, to be created.
package struct NewLineage: Sendable, Hashable {
    /// The row of the run that is repeated.
    package var origin: Int64
    /// The outcomes before this sequence number are copied.
    package var before: Int
    /// The step it goes on from; nil when that is where the other one failed.
    package var fromStep: String?
    /// 1 + the runs it repeats, one after the other.
    package var attempt: Int

    package init(origin: Int64, before: Int, fromStep: String?, attempt: Int) {
        self.origin = origin
        self.before = before
        self.fromStep = fromStep
        self.attempt = attempt
    }
}

/// What a run repeats.
package struct Lineage: Sendable, Hashable {
    /// The id of the run that is repeated.
    package let origin: String
    /// Outcomes taken over from it.
    package let kept: Int
    package let fromStep: String?
    /// 2 for the first repetition: `run.attempt` in expressions.
    package let attempt: Int
}
