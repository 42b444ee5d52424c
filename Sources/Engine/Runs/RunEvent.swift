package import CivilTime
package import SkillLanguage

/// What a run did, told after it was committed.
package struct RunEvent: Sendable {
    package enum Kind: Sendable {
        case started
        case called(CallID, step: String)
        case returned(CallID, step: String, failure: Failure?, microseconds: Int64)
        case ended(state: String, failure: Failure?)
    }
    package let run: String
    package let skill: String
    package let at: Instant
    package let kind: Kind

    package init(run: String, skill: String, at: Instant, kind: Kind) {
        self.run = run
        self.skill = skill
        self.at = at
        self.kind = kind
    }
}
