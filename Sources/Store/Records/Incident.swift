package import CivilTime

/// Something a person must look at and that no run waits for.
package struct Incident: Sendable, Hashable {
    package struct Closing: Sendable, Hashable {
        package let at: Instant
        package let by: String
        package let note: String?
    }

    /// A UUIDv7 in its text form.
    package var id: String
    /// Such as `quarantine`.
    package var kind: String
    /// The id of the run it is about.
    package var runID: String?
    /// What it is about: a skill, a loop.
    package var subject: String
    package var summary: String
    package var openedAt: Instant
    package internal(set) var closing: Closing?

    package init(id: String, kind: String, runID: String? = nil, subject: String, summary: String, openedAt: Instant) {
        self.id = id
        self.kind = kind
        self.runID = runID
        self.subject = subject
        self.summary = summary
        self.openedAt = openedAt
    }
}
