import Engine
import Git
import SkillLanguage

/// What is known of the live commit beyond what is served: with it, a change costs what changes and not what is live.
struct Standing: Sendable {
    /// As it was read.
    let contents: CommitReader.Contents
    /// Of every skill; nil when it is not known whether the skills and loops fit together, so that each candidate is looked at as a whole.
    let signatures: LiveSkills?

    static let nothing = Standing(contents: CommitReader.Contents(), signatures: nil)

    /// Whether the commit that `contents` are of has the very same files of this skill.
    func hasSameSkill(_ name: String, as contents: CommitReader.Contents) -> Bool {
        guard let source = contents.skills[name]?.source else { return false }
        return source == self.contents.skills[name]?.source
    }

    func hasSameLoop(_ name: String, as contents: CommitReader.Contents) -> Bool {
        guard let source = contents.loops[name]?.source else { return false }
        return source == self.contents.loops[name]?.source
    }

    /// The skills that a change of `names` may concern: they, and whatever reaches them by calls.
    static func reaching(_ names: Set<String>, among skills: LiveSkills) -> Set<String> {
        var callers: [String: [String]] = [:]
        for (caller, skill) in skills { for callee in skill.callees { callers[callee, default: []].append(caller) } }
        var reached = names, pending = Array(names)
        while let name = pending.popLast() {
            for caller in callers[name] ?? [] where reached.insert(caller).inserted { pending.append(caller) }
        }
        return reached
    }
}
