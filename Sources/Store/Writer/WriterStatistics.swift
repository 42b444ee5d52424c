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
    package internal(set) var checkpoints = 0
    /// What the log holds that is not known to be in the database file yet.
    package internal(set) var logBytes = 0
}
