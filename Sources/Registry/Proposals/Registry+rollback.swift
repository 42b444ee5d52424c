import CrashPoints
import Engine
package import Git
package import JSON
package import SkillLanguage
package import Store
package import Workspace

/// What going back to an earlier version did.
package struct Rollback: Sendable {
    package let skill: String
    /// The version whose content is live again.
    package let restored: SemanticVersion
    /// The label it has now.
    package let label: SemanticVersion
    package let commit: CommitID?
    /// Why nothing was done; empty when it was.
    package let problems: [FileProblem]

    package var json: JSON {
        [
            "status": .string(problems.isEmpty ? "live" : "rejected"), "skill": .string(skill), "restored": .string(restored.description),
            "version": .string(label.description), "commit": commit.map { .string($0.description) } ?? .null,
            "problems": .array(problems.map(\.json)),
        ]
    }
}

extension Registry {
    /// Makes an earlier version's content live again, under the next label: a signed commit, then the swap. Possible while changes are frozen.
    /// Callers must accept the label, and the tests must pass, as for any change.
    /// - Parameter wanted: nil for the version before the live one.
    package func rollBack(
        _ name: String, to wanted: SemanticVersion?, reason: String, by holder: TokenHolder, policy: ChangePolicy
    ) async throws -> Rollback {
        try await turn.take {
            try await loadInTurn()
            let (live, standing) = standingNow()
            guard let base = live.commit else { throw ProposalError.nothingLive }
            let current = live.skills[name]
            let revisions = try await revisions(of: name, back: wanted, from: current)
            let earlier = revisions.filter { $0.id != nil && $0.id != current?.id }
            guard let target = earlier.first(where: { wanted == nil || $0.label == wanted }), let restored = target.label else {
                throw ProposalError.noVersion(skill: name, label: wanted?.description)
            }
            guard let old = try await reader.skill(name, at: target.last) else {
                throw ProposalError.noVersion(skill: name, label: restored.description)
            }
            let label = try nextLabel(for: old, current: current, among: revisions)
            let (changes, reading) = try await restoring(name, from: target.last, over: base, as: label)
            var contents = standing.contents
            contents.skills[name] = reading
            let check = CandidateCheck(contents, live: live, standing: standing)
            guard check.problems.isEmpty else {
                return Rollback(skill: name, restored: restored, label: label, commit: nil, problems: check.problems)
            }
            CrashPoint.reach("rollback.checked")
            let version = contents.skills[name]?.document.value.map { Published.id(of: $0.document, label: label) } ?? ""
            let message = CommitMessage(
                subject: "Roll \(name) back to \(restored)", body: reason,
                trailers: [
                    try Trailer("Ratchet-Skill", name),
                    try Trailer("Ratchet-Version", "\(label) \(version)"),
                    try Trailer("Ratchet-Restores", "\(restored) \(target.id ?? "")"),
                    try Trailer("Ratchet-Author", "\(holder.name) (\(holder.scope), token \(holder.id))"),
                    try Trailer("Ratchet-Policy", "rollback \(policy.hash)"), try Trailer("Ratchet-Approver", "\(holder.name) (token \(holder.id))"),
                ])
            let commit = try await publish(
                changes, on: base, contents: contents, fitting: check.signatures, message: message, author: try author(holder))
            return Rollback(skill: name, restored: restored, label: label, commit: commit, problems: [])
        }
    }

    /// As many as it takes: the version before the live one is not far.
    private func revisions(of name: String, back wanted: SemanticVersion?, from current: PublishedSkill?) async throws -> [SkillRevision] {
        let latest = try await pastRevisions(of: name, limit: 10)
        if wanted == nil, latest.contains(where: { $0.id != nil && $0.id != current?.id }) { return latest }
        return try await pastRevisions(of: name, limit: Self.reach)
    }

    /// The least that the way back allows; for a skill that is gone, one above all it had.
    private func nextLabel(for old: Skill, current: PublishedSkill?, among revisions: [SkillRevision]) throws -> SemanticVersion {
        guard let current else { return (revisions.compactMap(\.label).max() ?? SemanticVersion(0, 1, 0)).bumped(.patch) }
        return current.label.bumped(VersionBump.least(from: current.skill.document, to: old.document))
    }

    /// The skill's folder as it was, the label apart, and the skill as it is read from it.
    private func restoring(
        _ name: String, from commit: CommitID, over base: CommitID, as label: SemanticVersion
    ) async throws -> ([Git.Change], CommitReader.Reading<Skill>) {
        let folder = "skills/\(name)", path = WorkspaceLayout.skillPath(name)
        let then = try await repository.files(under: folder, at: commit).filter(\.kind.isFile)
        let now = try await repository.files(under: folder, at: base).map(\.path)
        var changes: [Git.Change] = now.filter { path in !then.contains { $0.path == path } }.map { .delete($0) }
        var draft = Draft(kind: .skill(name), prompts: try await reader.prompts(of: name, at: commit).texts)
        for file in then {
            let bytes = try await repository.blob(file.id)
            if file.path == path {
                draft.file = bytes
                draft = try draft.labelled(label)
                changes.append(.write(path, draft.file ?? []))
            } else {
                changes.append(.write(file.path, bytes))
            }
        }
        return (changes, reader.skill(name, from: draft.file ?? [], prompts: draft.prompts))
    }
}
