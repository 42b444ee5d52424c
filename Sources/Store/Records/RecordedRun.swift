/// A run with all that is on record of it: what it takes to drive it again.
package struct RecordedRun: Sendable {
    package let record: RunRecord
    /// In order; nil when it is long, to be read by itself.
    package let journal: [JournalRecord]?
    /// What it waits for or waited for, in the order the waits began.
    package let waits: [WaitRecord]
    /// Who asked that it ends; nil when nobody did.
    package let cancellation: Cancellation?
    /// Whether it is to stand still.
    package let isPaused: Bool
    /// 1, or more for a run that repeats another.
    package let attempt: Int

    /// Journals of more entries are not read along with others, so that many runs read at once stay small.
    static let longest = 64
}
