/// How the runs of one skill went over a period, for reports and reviews.
package struct SkillStatistics: Sendable, Hashable {
    package struct Slow: Sendable, Hashable {
        package let id: String
        /// From its first start to its end, waits included.
        package let duration: Duration
    }

    package struct Retried: Sendable, Hashable {
        package let id: String
        /// Outcomes of attempts after the first, over all calls of the run.
        package let retries: Int
    }

    package let skill: String
    package var runs: Int
    package var byState: [RunState: Int]
    package var byErrorType: [String: Int]
    package var usage: UsageTotals
    /// The slowest finished runs, at most five, slowest first.
    package var slowest: [Slow]
    /// At most five, the most retried first.
    package var mostRetried: [Retried]
    /// How long finished runs took: half of them at most this; nil without one.
    package var median: Duration?
    /// 95 of 100 of them at most this.
    package var percentile95: Duration?
}

/// What the database holds and what it takes up.
package struct DatabaseInformation: Sendable, Hashable {
    package let schemaVersion: Int
    package let sqliteVersion: String
    package let engineEpoch: Int64
    /// Of the database file, log not included.
    package let bytes: Int64
    /// Of the write-ahead log on disk, which keeps its size when it is emptied.
    package let logBytes: Int64
    package let runs: Int
    package let openRuns: Int
    /// Journal entries ever written.
    package let journalEntries: Int
    package let versions: Int
    package let loops: Int
}
