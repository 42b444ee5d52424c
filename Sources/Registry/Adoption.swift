package import Git
package import JSON
package import SkillLanguage

/// What `ratchet adopt` did, or would do.
package struct Adoption: Sendable {
    package enum Kind: String, Sendable { case added, updated, removed }

    package struct Change: Sendable {
        package let kind: Kind
        /// `skill` or `loop`.
        package let what: String
        package let name: String
        /// The label it gets; nil for loops and removals.
        package let label: SemanticVersion?
        /// Attached tests that ran and passed.
        package let testsPassed: Int
    }

    /// The commit that was live before.
    package let previous: CommitID?
    /// The commit that is live now; with problems, or in a dry run, the one that was looked at.
    package let commit: CommitID
    package let changes: [Change]
    /// Why nothing was adopted; empty when all is well.
    package let problems: [FileProblem]
    package let isDryRun: Bool

    package var isAdopted: Bool { problems.isEmpty && !isDryRun && previous != commit }

    package var json: JSON {
        [
            "status": .string(!problems.isEmpty ? "rejected" : isAdopted ? "live" : isDryRun && !changes.isEmpty ? "would_go_live" : "unchanged"),
            "previous": previous.map { .string($0.description) } ?? .null, "commit": .string(commit.description),
            "changes": .array(changes.map { change in
                [
                    "kind": .string(change.kind.rawValue), "what": .string(change.what), "name": .string(change.name),
                    "version": change.label.map { .string($0.description) } ?? .null, "tests_passed": .int(Int64(change.testsPassed)),
                ]
            }),
            "problems": .array(problems.map(\.json)),
        ]
    }
}

extension FileProblem {
    package var json: JSON {
        [
            "path": .string(path), "line": line.map { .int(Int64($0)) } ?? .null, "column": column.map { .int(Int64($0)) } ?? .null,
            "code": .string(finding.code), "pointer": .string(finding.pointer), "message": .string(finding.message),
            "hint": finding.hint.map(JSON.string) ?? .null, "severity": .string(finding.severity.rawValue),
        ]
    }
}

/// Why a commit could not be looked at.
package enum AdoptionError: Error, Sendable, CustomStringConvertible {
    case noCommit(String)
    case liveMoved
    /// The commit does not have what went live by proposals.
    case behindLive

    package var description: String {
        switch self {
        case .noCommit(let name): "there is no commit \"\(name)\" in this workspace"
        case .behindLive: "the commit does not have all that is live; `git merge refs/ratchet/live`, then adopt again"
        case .liveMoved: "another change went live meanwhile; look at it and try again"
        }
    }
}
