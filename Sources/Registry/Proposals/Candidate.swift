import Git
import SkillLanguage

/// A change set laid over what is live, checked and tested.
struct Candidate {
    /// The live commit it is laid over.
    let base: CommitID
    /// Labels set, in display form; what a commit on top of `base` has to change.
    let changes: [Git.Change]
    /// What would be live.
    let contents: CommitReader.Contents
    /// Of all skills that would be live.
    let signatures: LiveSkills
    /// What keeps it out; empty when it may go live.
    let problems: [FileProblem]
    var evidence: Evidence
    /// The commit of a person's that it comes from; nil for a change set.
    var merge: Merge?

    /// A commit that was made on `main`, and the tree it has together with what is live.
    struct Merge {
        let tip: CommitID
        let tree: TreeID
    }

    var isUnchanged: Bool { problems.isEmpty && evidence.changes.isEmpty }

    /// Such as `greet 1.2.0, cron/morning.json`.
    var title: String {
        if evidence.changes.isEmpty { return "a commit of main" }
        return evidence.changes.map { change in
            let name = change.label.map { "\(change.name) \($0)" } ?? change.name
            return change.kind == .removed ? "remove \(change.name)" : name
        }.joined(separator: ", ")
    }

    /// The first line of the commit that makes it live.
    var subject: String {
        let isRemoval = !evidence.changes.isEmpty && evidence.changes.allSatisfy { $0.kind == .removed }
        return isRemoval ? "Remove \(evidence.changes.map(\.name).joined(separator: ", "))" : "Change \(title)"
    }
}
