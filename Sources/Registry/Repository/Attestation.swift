package import Git
package import Workspace

/// Tells the commits that Ratchet decided on from all others.
///
/// A commit may be live only if it is signed with the workspace's key and says by a trailer `Ratchet-Policy` which decision it follows. The
/// candidate of a proposal is signed too, but nothing has decided on it, so it has no such trailer.
package struct Attestation: Sendable {
    let repository: Repository
    let key: SigningKey

    package init(repository: Repository, key: SigningKey) {
        self.repository = repository
        self.key = key
    }

    /// What a commit lacks, as the end of a sentence that begins with "it"; nil for one that may be live.
    package func flaw(of id: CommitID) async throws(GitError) -> String? {
        guard let signed = try await repository.signedContent(of: id) else { return "has no signature" }
        guard key.verifies(signed.signature + "\n", of: signed.content) else { return "is not signed with this workspace's key" }
        guard try await repository.commit(id).parsedMessage.trailer("Ratchet-Policy") != nil else {
            return "is a candidate that nobody decided on: it has no trailer Ratchet-Policy"
        }
        return nil
    }

    /// The newest commit among those that `tip` leads to that may be live.
    func nearest(to tip: CommitID) async throws(GitError) -> CommitID? {
        for commit in try await repository.history(from: tip, limit: 1_000) where commit.isSigned {
            if try await flaw(of: commit.id) == nil { return commit.id }
        }
        return nil
    }
}
