import CGit

/// Writing commits: objects only. No reference moves, and neither the index nor the working tree is touched.
extension Repository {
    /// Makes a commit out of `base` and the changes to it. Nothing refers to it until ``update(_:from:to:by:reason:)``.
    ///
    /// - Parameters:
    ///   - base: the first parent, whose tree the changes apply to; nil for a first commit on an empty tree.
    ///   - merged: further parents, whose trees are not consulted.
    ///   - tree: what the changes apply to instead of the tree of `base`.
    ///   - message: see ``CommitMessage``; a line end is added when it lacks one.
    ///   - committer: the author when nil.
    ///   - sign: gets the commit as git would hash it without a signature, and returns an armoured signature, which is stored in the
    ///     header `gpgsig`. If it throws, no commit is written.
    ///
    /// The same arguments give the same id (with a deterministic `sign`), so a second call after a crash is harmless.
    package func commit(
        on base: CommitID?, merging merged: [CommitID] = [], tree start: TreeID? = nil, changes: [Change], message: String, author: Attribution,
        committer: Attribution? = nil, sign: (@Sendable ([UInt8]) throws -> String)? = nil
    ) throws(GitError) -> CommitID {
        guard !message.utf8.contains(0), message.contains(where: { !$0.isWhitespace }) else {
            throw .invalid("the commit message", reason: "it is empty or contains a NUL")
        }
        let root: TreeID = if let start { try writeTree(changes, onto: start) } else { try writeTree(changes, on: base) }
        let tree = try treeObject(root)
        let content = try Self.unsigned(
            parents: (base.map { [$0] } ?? []) + merged, tree: tree.pointer, message: message.hasSuffix("\n") ? message : message + "\n",
            author: author, committer: committer ?? author, in: handle.pointer)
        let signature = try sign.map { sign throws(GitError) in try armoured(content, sign) }
        var id = git_oid()
        try check(git_commit_create_with_signature(&id, handle.pointer, content, signature, nil), "write a commit in", path)
        return CommitID(id)
    }

    private static func unsigned(
        parents: [CommitID], tree: OpaquePointer, message: String, author: Attribution, committer: Attribution, in repository: OpaquePointer
    ) throws(GitError) -> String {
        var objects: [OpaquePointer?] = []
        defer { for object in objects { git_commit_free(object) } }
        for parent in parents {
            var id = parent.oid, object: OpaquePointer?
            try check(git_commit_lookup(&object, repository, &id), "read", "the commit \(parent)")
            objects.append(object)
        }
        let author = try author.signature(), committer = try committer.signature()
        let signatures = (author.pointer, committer.pointer)
        return try Buffer("form a commit") {
            git_commit_create_buffer(&$0, repository, signatures.0, signatures.1, nil, message, tree, objects.count, &objects)
        }.text
    }

    private func armoured(_ content: String, _ sign: @Sendable ([UInt8]) throws -> String) throws(GitError) -> String {
        var signature: String
        do { signature = try sign(Array(content.utf8)) } catch { throw .signing(reason: "\(error)") }
        while signature.last?.isNewline == true { signature.removeLast() }
        guard signature.hasPrefix("-----BEGIN "), !signature.utf8.contains(0) else { throw .signing(reason: "not an armoured signature") }
        return signature
    }
}
