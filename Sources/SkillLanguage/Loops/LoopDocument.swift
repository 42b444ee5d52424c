package import CivilTime
package import JSON

/// A loop: a `cron/NAME.json` file that starts a skill on a schedule.
package struct LoopDocument: Sendable {
    package let name: String
    package let summary: String?
    package let schedule: Schedule
    package let skill: String
    package let range: VersionRange
    package let input: JSON
    package let overlap: Overlap
    package let catchup: Catchup
    /// Missed times older than this are recorded as a range and never made up for.
    package let window: Duration
    /// The document itself.
    package let document: JSON

    /// What happens when a fire is due and a run of the loop is open.
    package enum Overlap: String, Sendable, CaseIterable {
        case skip
        case allowAll = "allow_all"
    }

    /// What happens with times that passed while no server ran.
    package enum Catchup: String, Sendable, CaseIterable {
        /// One run for the latest of them.
        case latest
        case none
    }

    package static let standardWindow = Duration.seconds(24 * 3600)

    /// Whether a document is meant as a loop; else it is taken as a skill.
    package static func describes(_ document: JSON) -> Bool { document["loop"] != nil && document["steps"] == nil }

    /// Changes with anything that decides when the loop fires, and with nothing else.
    package var scheduleHash: String { ContentHash.of(document["schedule"] ?? .null) }
}
