package import CivilTime

/// A skill version as a run was pinned to it.
package struct Version: Sendable, Hashable {
    /// The SHA-256 of the canonical document in hexadecimal.
    package var id: String
    package var skill: String
    /// Such as "1.2.3".
    package var label: String
    /// The canonical document.
    package var document: [UInt8]
    package var commit: String?
    /// When it was first stored.
    package var seenAt: Instant

    package init(id: String, skill: String, label: String, document: [UInt8], commit: String?, seenAt: Instant) {
        self.id = id
        self.skill = skill
        self.label = label
        self.document = document
        self.commit = commit
        self.seenAt = seenAt
    }
}
