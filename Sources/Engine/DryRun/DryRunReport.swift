package import JSON
package import SkillLanguage

/// What a dry run did, refused, and came to. Markers of secrets are taken out: `${secrets.NAME}` stands for each.
package struct DryRunReport: Sendable {
    package let skill: PublishedSkill
    /// In the order in which they were asked for, each try on its own.
    package internal(set) var calls: [Call] = []
    /// Nil when it was cut off: a dry run may take `DryRun.longest`.
    package internal(set) var ending: Ending?
    package internal(set) var usage = Usage.none
    /// From its start to its end by its own clock, which no wait holds up.
    package internal(set) var duration = Duration.zero

    init(of skill: PublishedSkill) { self.skill = skill }

    /// One try of one call.
    package struct Call: Sendable {
        package let id: CallID
        package let step: String
        package let callable: String
        package let arguments: JSON
        /// Nil for one that nobody waited for any more.
        package internal(set) var outcome: Outcome?
        /// By the run's own clock.
        package internal(set) var duration = Duration.zero
        /// What the called skill did; nil for other calls.
        package internal(set) var called: DryRunReport?

        /// Whether it was not made because this was a dry run.
        package var isRefused: Bool { outcome?.result.failure?.type == DryRun.refusal }
    }

    /// How many calls were not made, those of called skills included.
    package var refused: Int { calls.reduce(0) { $0 + ($1.isRefused ? 1 : 0) + ($1.called?.refused ?? 0) } }
}
