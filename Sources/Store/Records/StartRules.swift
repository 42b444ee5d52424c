/// What becomes of a run when as many runs of its concurrency key are open as may be.
package enum ConcurrencyConflict: String, Sendable, Hashable, CaseIterable {
    /// It ends at once, as `skipped`.
    case skip
    /// It ends at once, as `failed` with `skill.conflict`.
    case fail
    /// It waits, as `queued`, until a place is free; higher priority first, then the older.
    case queue
    /// The open runs of the key are asked to end, queued ones end at once, and it waits until they have.
    case cancelRunning = "cancel_running"
}

/// What a start with a known idempotency key does.
package struct Repetition: Sendable, Hashable {
    /// While the run with the key is open.
    package enum Conflict: String, Sendable, Hashable, CaseIterable {
        case returnExisting = "return_existing"
        case fail
        /// It is asked to end, and the new one starts.
        case replace
    }
    /// After the run with the key has ended.
    package enum Reuse: String, Sendable, Hashable, CaseIterable {
        case never
        /// A new run starts unless the last one succeeded.
        case failedOnly = "failed_only"
        case always
    }

    package var conflict: Conflict
    package var reuse: Reuse

    package init(conflict: Conflict = .returnExisting, reuse: Reuse = .never) {
        self.conflict = conflict
        self.reuse = reuse
    }
}
