import Engine
import JSON
import Registry
import SkillLanguage

/// The live skill that a `skills.*` call is about, once it is clear that the call may look at it.
struct Subject {
    let published: PublishedSkill
    var skill: Skill { published.skill }
    var name: String { skill.name }

    /// - Throws: `Failure` of type `expr.type`, `skills.denied` or `skills.unknown`.
    init(of invocation: Invocation, among registry: Registry) throws(Failure) {
        guard let name = invocation.arguments["skill"]?.string else {
            throw Failure("expr.type", "\"skill\" must be the name of a skill", retryable: false)
        }
        try Self.allow(name, to: invocation)
        guard let published = registry.live(name) else {
            let near = registry.nearest(to: name).map { "; did you mean \"\($0)\"?" } ?? ""
            throw Failure("skills.unknown", "no skill \"\(name)\" is live\(near)", retryable: false)
        }
        self.published = published
    }

    /// The permits of the skill and of every caller above it have to name the other skill.
    static func allow(_ name: String, to invocation: Invocation) throws(Failure) {
        guard invocation.permits.allSatisfy({ $0.allowsTuning(name) }) else {
            throw Failure(
                "skills.denied", "permits.tune of \(invocation.skill) or of one of its callers does not name \(name)", retryable: false)
        }
    }
}
