/// The revisions of the protocol that are spoken here, newest first.
package enum Revision: String, Sendable, Hashable, CaseIterable {
    case july2026 = "2026-07-28"
    case november2025 = "2025-11-25"
    case june2025 = "2025-06-18"
    case march2025 = "2025-03-26"

    /// Each request stands for itself and names its revision. The older ones begin with `initialize` and have a session.
    package var isStateless: Bool { self == .july2026 }

    /// The newest of those that begin with `initialize`.
    package static let newestWithSession = Revision.november2025
}
