/// The right to write to a run: which run, and the epoch at which it was handed out.
///
/// The epoch is a fence. Whoever takes a run over raises it, and every write that carries another value is refused with
/// `StoreError.fenced`, so two holders never write to one run, however late the first one wakes up.
package struct RunKey: Hashable, Sendable {
    package let rowID: Int64
    package let epoch: Int64

    package init(rowID: Int64, epoch: Int64) {
        self.rowID = rowID
        self.epoch = epoch
    }
}

/// A run that was taken over from a holder that is gone.
package struct TakenRun: Sendable, Hashable {
    package let key: RunKey
    /// How often in a row a process that was driving the run went away without one new journal entry.
    package let recoveries: Int
}
