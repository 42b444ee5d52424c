package import CivilTime

/// A wish that a run stands still until somebody says otherwise.
package struct Pause: Sendable, Hashable {
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
