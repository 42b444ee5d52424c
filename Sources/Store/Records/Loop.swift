package import CivilTime

/// The state of a loop. What it does is in its file; this is how far it has come.
package struct LoopRecord: Sendable, Hashable {
    package struct Pause: Sendable, Hashable {
        package var by: String
        package var at: Instant
        package var reason: String?

        package init(by: String, at: Instant, reason: String? = nil) {
            self.by = by
            self.at = at
            self.reason = reason
        }
    }

    package let name: String
    /// Hash of the definition the times were computed from.
    package let specificationHash: String
    package let pause: Pause?
    /// The last nominal time that was dealt with. Never moves back.
    package let watermark: Instant
    /// The next nominal time; nil when there is none.
    package let nextAt: Instant?
    /// Runs that failed, timed out or were quarantined since the last one that succeeded or the last resume.
    package let consecutiveFailures: Int
    /// Grows by one with each new definition, pause and resume.
    package let revision: Int64
}
