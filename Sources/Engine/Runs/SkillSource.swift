package import SkillLanguage

/// A skill version as it was published: what a run pins.
package struct PublishedSkill: Sendable {
    package let skill: Skill
    /// SHA-256 of the compact canonical document.
    package let id: String
    /// Semver, unique for ever within the skill's name.
    package let label: SemanticVersion
    /// The commit that published it.
    package let commit: String?

    package init(skill: Skill, id: String, label: SemanticVersion, commit: String?) {
        self.skill = skill
        self.id = id
        self.label = label
        self.commit = commit
    }
}

/// Where the engine finds skills. It knows nothing of git.
package protocol SkillSource: Sendable {
    /// The version new runs get; nil when no such skill is live.
    func live(_ name: String) -> PublishedSkill?
    /// The names of the live skills.
    var names: [String] { get }
    /// A version that some run pinned, whatever is live now.
    func version(_ id: String) async throws -> PublishedSkill?
    /// The same skills as they are at this moment: what goes live later does not change what it answers.
    var still: any SkillSource { get }
}

extension SkillSource {
    /// For a source in which nothing ever changes.
    package var still: any SkillSource { self }

    /// The live name that a misspelt one most likely means.
    package func nearest(to name: String) -> String? { Nearest.name(to: name, among: names) }
}
