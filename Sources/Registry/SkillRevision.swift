package import Git
package import SkillLanguage
import Workspace

/// A version of a skill as the history of what is live has it.
package struct SkillRevision: Sendable {
    /// The commit that brought it.
    package let commit: Commit
    /// The last commit that had it: the version is the same, files that do not belong to it may differ.
    let last: CommitID
    /// Nil when the commit removed the skill.
    package let label: SemanticVersion?
    package let id: String?
    /// Whether this workspace's key signed the commit; nil for a commit without a signature.
    package let isSigned: Bool?
}

extension Registry {
    /// How far back the history of a skill is read, in commits that touch it.
    static var reach: Int { 200 }

    /// The versions of a skill that were live, the latest first, each with the commit by which it went live.
    package func revisions(of name: String) async throws -> [SkillRevision] {
        try await load()
        return try await pastRevisions(of: name, limit: Self.reach)
    }

    /// The same as of the snapshot.
    /// - Parameter limit: how many commits that touch the skill are read.
    func pastRevisions(of name: String, limit: Int) async throws -> [SkillRevision] {
        guard let live = snapshot.commit else { return [] }
        var found: [SkillRevision] = []
        let commits = try await repository.history(from: live, touching: "skills/\(name)", childrenFirst: true, firstParents: true, limit: limit)
        for commit in commits {
            let skill = try await reader.skill(name, at: commit.id)
            let label = skill.map { $0.version ?? SemanticVersion(0, 1, 0) }
            let id = skill.flatMap { skill in label.map { Published.id(of: skill.document, label: $0) } }
            let signed = try await repository.signedContent(of: commit.id)
            let last = found.last.flatMap { $0.id == id ? $0.last : nil } ?? commit.id
            let revision = SkillRevision(
                commit: commit, last: last, label: label, id: id, isSigned: signed.map { key.verifies($0.signature + "\n", of: $0.content) })
            // A later commit that changed nothing of it is not what brought it.
            if found.last?.id == id, !found.isEmpty { found.removeLast() }
            found.append(revision)
        }
        return found
    }

    /// How the files of a skill differ between two of its versions; nil `old` is the one before `new`, nil `new` the live one.
    package func difference(of name: String, from old: SemanticVersion?, to new: SemanticVersion?) async throws -> [FileDiff] {
        let all = try await revisions(of: name)
        func place(_ label: SemanticVersion) throws(ProposalError) -> Int {
            guard let index = all.firstIndex(where: { $0.label == label }) else { throw .noVersion(skill: name, label: label.description) }
            return index
        }
        let newest = try new.map { label throws(ProposalError) in try place(label) } ?? 0
        guard newest < all.count else { throw ProposalError.noVersion(skill: name, label: nil) }
        let oldest = try old.map { label throws(ProposalError) in try place(label) } ?? newest + 1
        let before = oldest < all.count ? all[oldest].commit.id : nil
        return try await repository.diff(from: before, to: all[newest].commit.id, paths: ["skills/\(name)"])
    }
}
