package import Engine
package import Git
package import SkillLanguage

/// Everything that is live at one commit. Immutable: a change makes another snapshot, and runs keep what they pinned.
package struct Snapshot: Sendable {
    /// Nil before anything was made live.
    package let commit: CommitID?
    package let skills: [String: PublishedSkill]
    package let loops: [String: LoopDocument]
    /// Files of the commit that cannot be used. What they named before stays live.
    package let problems: [FileProblem]
    /// The names of the skills by the ids of their versions.
    private let namesByVersion: [String: String]

    package static let empty = Snapshot(commit: nil, skills: [:], loops: [:], problems: [])

    package init(commit: CommitID?, skills: [String: PublishedSkill], loops: [String: LoopDocument], problems: [FileProblem]) {
        self.commit = commit
        self.skills = skills
        self.loops = loops
        self.problems = problems
        namesByVersion = Dictionary(skills.map { ($1.id, $0) }) { first, _ in first }
    }
}

/// A snapshot is a source of skills that stands still.
extension Snapshot: SkillSource {
    package var names: [String] { Array(skills.keys) }
    package func live(_ name: String) -> PublishedSkill? { skills[name] }
    package func version(_ id: String) -> PublishedSkill? { namesByVersion[id].flatMap { skills[$0] } }
}

/// What is wrong with one file of a commit.
package struct FileProblem: Error, Sendable, Hashable {
    package let path: String
    /// Where in the file, when the finding has a place there.
    package let line: Int?
    package let column: Int?
    package let finding: Finding

    package init(path: String, line: Int? = nil, column: Int? = nil, finding: Finding) {
        self.path = path
        self.line = line
        self.column = column
        self.finding = finding
    }
}

extension FileProblem: CustomStringConvertible {
    package var description: String {
        let place = [line, column].compactMap { $0.map(String.init) }.joined(separator: ":")
        return path + (place.isEmpty ? "" : ":\(place)") + ": \(finding)"
    }
}
