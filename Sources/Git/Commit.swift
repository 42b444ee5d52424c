import CGit

/// A commit as it is stored.
package struct Commit: Sendable, Hashable {
    package let id: CommitID
    package let tree: TreeID
    package let parents: [CommitID]
    package let author: Attribution
    package let committer: Attribution
    /// As stored, trailers included; what is not UTF-8 becomes U+FFFD.
    package let message: String
    /// Whether it carries a signature, valid or not.
    package let isSigned: Bool

    package var parsedMessage: CommitMessage { CommitMessage(parsing: message) }
    package var trailers: [Trailer] { parsedMessage.trailers }
}

/// A commit's signature and the bytes it signs.
package struct SignedContent: Sendable, Hashable {
    /// Armoured, as stored in the header `gpgsig`.
    package let signature: String
    /// The commit object without that header: what the signing closure got.
    package let content: [UInt8]
}

extension Repository {
    package func commit(_ id: CommitID) throws(GitError) -> Commit {
        let object = try commitObject(id)
        guard let author = git_commit_author(object.pointer), let committer = git_commit_committer(object.pointer) else {
            throw .corrupt("the commit \(id)", reason: "it names no author")
        }
        return Commit(
            id: id, tree: TreeID(git_commit_tree_id(object.pointer).pointee),
            parents: (0..<git_commit_parentcount(object.pointer)).map { CommitID(git_commit_parent_id(object.pointer, $0).pointee) },
            author: Attribution(reading: author.pointee), committer: Attribution(reading: committer.pointee),
            message: String(cString: git_commit_message_raw(object.pointer)), isSigned: try signedContent(of: id) != nil)
    }

    /// Nil for a commit without a signature. Whether the signature is good is for the caller to find out.
    package func signedContent(of commit: CommitID) throws(GitError) -> SignedContent? {
        var id = commit.oid, signature = git_buf(), content = git_buf()
        defer {
            git_buf_dispose(&signature)
            git_buf_dispose(&content)
        }
        let status = git_commit_extract_signature(&signature, &content, handle.pointer, &id, nil)
        if status == GIT_ENOTFOUND.rawValue, git_error_last()?.pointee.klass == Int32(GIT_ERROR_OBJECT.rawValue) { return nil }
        try check(status, "read the signature of", "the commit \(commit)")
        return SignedContent(
            signature: String(decoding: UnsafeRawBufferPointer(start: signature.ptr, count: signature.size), as: UTF8.self),
            content: Array(UnsafeRawBufferPointer(start: content.ptr, count: content.size)))
    }
}
