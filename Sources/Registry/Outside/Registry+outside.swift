import Engine
package import Git
package import Store
import Workspace

/// Commits that somebody made on `main` with git, as proposals.
extension TokenHolder {
    /// The scope that stands for whoever commits with git: nobody knows who that is, and no token has it.
    static let outside = "outside"

    package var isOutside: Bool { scope == Self.outside }

    /// The address that a commit gives of its author; nil for the holder of a token.
    var outsideEmail: String? { isOutside ? String(id.dropFirst(Self.outside.count + 1)) : nil }
}

extension Registry {
    /// The author of a commit, as far as the commit can be believed.
    func outsider(_ id: CommitID) async throws -> TokenHolder {
        let author = try await repository.commit(id).author
        func plain(_ text: String, _ other: String) -> String {
            let kept = text.unicodeScalars.filter { $0.properties.generalCategory != .control && !"<>()".unicodeScalars.contains($0) }
            let trimmed = String(String.UnicodeScalarView(kept)).split(separator: " ").joined(separator: " ")
            return trimmed.utf8.contains { $0 > 64 || (48...57).contains($0) } ? String(trimmed.prefix(100)) : other
        }
        return TokenHolder(
            id: "\(TokenHolder.outside):\(plain(author.email, "unknown"))", name: plain(author.name, "Somebody"), scope: TokenHolder.outside)
    }

    /// The commit of `main` that a proposal is about; nil for one that was made through the API.
    package func tip(of proposal: Proposal) async throws(GitError) -> CommitID? {
        guard proposal.proposer.isOutside, let commit = CommitID(proposal.commit) else { return nil }
        let parents = try await repository.commit(commit).parents
        return parents.count == 2 ? parents[1] : nil
    }

    /// Those that were made of commits on `main`.
    func outsideProposals(_ states: Set<Proposal.State>) async throws -> [Proposal] {
        try await store.proposals(states, proposer: nil, after: nil, limit: 200).items.filter(\.proposer.isOutside)
    }

    /// Proposes what `main` has over what is live, unless that is done, or was decided on. What was proposed of `main` before is superseded.
    /// - Parameter paths: the documents that it touches.
    func proposeOutside(_ tip: CommitID, paths: [String], policy: ChangePolicy) async throws {
        let author = try await outsider(tip)
        let known = try await store.proposals([.open, .rejected, .expired], proposer: author.id, after: nil, limit: 200).items
        for proposal in known where try await self.tip(of: proposal) == tip { return }
        let (bare, check) = try await candidate(from: tip, policy: policy)
        let candidate = try await shadowed(bare)
        guard !candidate.isUnchanged else { return try await withdrawOutside("main has nothing new any more") }
        let earlier = try await outsideProposals([.open])
        let set = ChangeSet(entries: changes(check, candidate.contents).entries, reason: try await reason(of: tip, over: candidate.base))
        let proposal = try await open(set, candidate, by: author, paths: paths, most: .max)
        try await close(earlier, "by \(proposal.id)")
    }

    /// Closes what was proposed of `main`: it is not there any more, or live by another way.
    func withdrawOutside(_ note: String) async throws { try await close(try await outsideProposals([.open]), note) }

    private func close(_ proposals: [Proposal], _ note: String) async throws {
        for proposal in proposals {
            let closing = Proposal.Closing(at: time.now(), by: proposal.proposer.name, note: note)
            if try await store.close(proposal.id, as: .superseded, closing) { await removeBranch(of: proposal) }
        }
    }

    /// What the commits say themselves, the latest first.
    private func reason(of tip: CommitID, over live: CommitID) async throws -> String {
        let commits = try await repository.history(from: tip, excluding: [live], limit: 20)
        guard commits.count > 1 else { return Self.text(commits.first?.message ?? "") }
        return commits.map { "\($0.id.short) \(Self.text($0.parsedMessage.subject))" }.joined(separator: "\n")
    }

    private static func text(_ message: String) -> String {
        let kept = message.unicodeScalars.filter { $0 == "\n" || $0.properties.generalCategory != .control }
        return String(String.UnicodeScalarView(kept.prefix(2_000))).trimmedLines
    }
}

extension String {
    /// Without the line breaks and spaces at its ends.
    fileprivate var trimmedLines: String {
        let isSpace = { (character: Character) in character.isWhitespace }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}

extension Array where Element: Sendable {
    func asyncFirst(where matches: (Element) async throws -> Bool) async rethrows -> Element? {
        for element in self where try await matches(element) { return element }
        return nil
    }
}
