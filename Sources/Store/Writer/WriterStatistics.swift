/// What the writer has done since it opened the database.
package struct WriterStatistics: Sendable, Hashable {
    /// Writes that were acknowledged or refused.
    package internal(set) var operations = 0
    /// Commits: each one synchronises the log to the disk once, however many operations it carries.
    package internal(set) var commits = 0
    /// The most operations one commit carried.
    package internal(set) var largestBatch = 0
    /// Batches that were undone because of one of their operations and done again one by one.
    package internal(set) var brokenBatches = 0
    /// How often the log was moved into the database file.
    package internal(set) var checkpoints = 0
    /// Why the latest attempt at that failed; nil when it did not. Nothing is lost, but the log grows.
    package internal(set) var checkpointFailure: StoreError?
    /// What the log held after the latest commit.
    package internal(set) var logBytes = 0
}
