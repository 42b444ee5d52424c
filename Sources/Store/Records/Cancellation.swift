package import CivilTime

/// A wish that a run ends.
package struct Cancellation: Sendable, Hashable {
    package var at: Instant
    /// Who asked.
    package var by: String
    package var reason: String

    package init(at: Instant, by: String, reason: String) {
        self.at = at
        self.by = by
        self.reason = reason
    }
}
