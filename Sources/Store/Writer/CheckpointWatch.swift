package import CivilTime

/// Tells when the log could not be moved into the database file for so long that somebody has to look. Nothing is lost meanwhile, but
/// the log grows until the disk is full.
package struct CheckpointWatch: Sendable {
    /// A failure that lasts no longer than this mends itself often enough.
    static let patience = Duration.seconds(300)

    private var since: Instant?
    private var isTold = false

    package init() {}

    /// - Parameter failure: `WriterStatistics.checkpointFailure`, looked at from time to time.
    /// - Returns: what to tell a person, once for each time it lasts long.
    package mutating func look(_ failure: StoreError?, at now: Instant) -> String? {
        guard let failure else {
            self = CheckpointWatch()
            return nil
        }
        let start = since ?? now
        since = start
        guard !isTold, now - start >= Self.patience else { return nil }
        isTold = true
        return "the database's log has not been moved into its file since \(start.rfc3339), and grows: \(failure) "
            + "Look at the disk, then restart the server."
    }
}
