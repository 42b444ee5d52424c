import CGit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What became of the paths that differ between two commits.
package struct CheckOut: Sendable, Hashable {
    /// As in the new commit, in the working tree and in the index.
    package let updated: [String]
    /// Files with changes of the user's own, which were not touched. `git status` shows them as the user's changes against the new commit.
    package let leftAlone: [String]
}

extension Repository {
    /// Brings working tree and index from `old` to `new` after the checked-out branch has moved; `old` nil stands for the empty tree.
    ///
    /// Nothing of the user's is overwritten: a path is updated only if the index still has it as in `old` and the file is as in the index. The
    /// others keep their file. Their index entry becomes that of `new`, so that the user's next commit does not silently undo the move, unless
    /// the user had staged something there. Files outside the difference, ignored files among them, are not looked at.
    ///
    /// A second call, or one after a crash half-way, finishes the work. Throws ``GitError/headElsewhere(expected:head:)`` when HEAD is not at
    /// `new` (another branch is checked out: there is nothing to do), ``GitError/unfinished(_:)`` during a merge or rebase, and
    /// ``GitError/locked(_:reason:)`` while another git process writes the index; in these cases nothing was touched.
    package func checkOutFastForward(from old: CommitID?, to new: CommitID) throws(GitError) -> CheckOut {
        let head = try head()
        guard head.commit == new else { throw .headElsewhere(expected: new, head: head) }
        if let operation = unfinishedOperation() { throw .unfinished(operation) }
        if let old, try !isAncestor(old, of: new) { throw .invalid("the move from \(old) to \(new)", reason: "it is not a fast-forward") }
        let changed = try changedPaths(from: old, to: new)
        if !changed.isEmpty { try replaceIndex { index throws(GitError) in try update(changed, in: index, from: old, to: new) } }
        let kept = Set(try status(paths: changed.map(\.path)).map(\.path))
        return CheckOut(updated: changed.map(\.path).filter { !kept.contains($0) }, leftAlone: changed.map(\.path).filter(kept.contains))
    }

    private func replaceIndex(_ body: (OpaquePointer) throws(GitError) -> Void) throws(GitError) {
        let lock = try IndexLock.take(in: String(cString: git_repository_path(handle.pointer)))
        let index = try Owned("open the index of", path, free: git_index_free) { git_index_open(&$0, lock.draft) }
        if git_index_has_conflicts(index.pointer) == 1 { throw .unfinished("merge") }
        try check(git_repository_set_index(handle.pointer, index.pointer), "use the index of", path)
        defer { git_repository_set_index(handle.pointer, nil) }
        try body(index.pointer)
        try check(git_index_write(index.pointer), "write the index of", path)
        try lock.publish()
    }

    private func update(_ changed: [ChangedPath], in index: OpaquePointer, from old: CommitID?, to new: CommitID) throws(GitError) {
        let unstaged = changed.filter { Side(inIndex: index, at: $0.path) == $0.old }
        let reachable = unstaged.map(\.path).filter { !isBehindLink($0) }
        if !reachable.isEmpty { try checkOut(reachable, from: old, to: new) }
        for path in unstaged {
            let side = Side(inIndex: index, at: path.path)
            if let new = path.new, side != new {
                try new.store(in: index, at: path.path)
            } else if path.new == nil, side != nil {
                try check(git_index_remove(index, path.path, 0), "update the index entry of", path.path)
            }
        }
    }

    /// Whether a directory on the way to the file is a symbolic link in the working tree: libgit2 would create new files through it.
    func isBehindLink(_ file: String) -> Bool {
        file.utf8.indices.contains { index in
            var status = stat()
            return file.utf8[index] == 47 && lstat(path + file[..<index], &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
        }
    }

    /// Updates these files where the working tree has them as in `old`.
    private func checkOut(_ paths: [String], from old: CommitID?, to new: CommitID) throws(GitError) {
        let nothing = try Owned("prepare a checkout", free: git_index_free) { git_index_new(&$0) }
        let target = try treeObject(of: new)
        guard let old else { return try checkOut(paths, from: nil, nothing.pointer, to: target.pointer) }
        let baseline = try treeObject(of: old)
        try checkOut(paths, from: baseline.pointer, nil, to: target.pointer)
    }

    private func checkOut(
        _ paths: [String], from tree: OpaquePointer?, _ index: OpaquePointer?, to target: OpaquePointer
    ) throws(GitError) {
        let names = StringArray(paths)
        var options = git_checkout_options()
        try check(git_checkout_options_init(&options, UInt32(GIT_CHECKOUT_OPTIONS_VERSION)), "prepare a checkout")
        options.checkout_strategy = [
            GIT_CHECKOUT_SAFE, GIT_CHECKOUT_ALLOW_CONFLICTS, GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH, GIT_CHECKOUT_DONT_OVERWRITE_IGNORED,
            GIT_CHECKOUT_DONT_WRITE_INDEX,
        ].reduce(0) { $0 | $1.rawValue }
        options.paths = names.array
        options.baseline = tree
        options.baseline_index = index
        try check(git_checkout_tree(handle.pointer, target, &options), "update the working tree", path)
    }
}

extension Side {
    /// What the index has at a path; nil when nothing.
    fileprivate init?(inIndex index: OpaquePointer, at path: String) {
        guard let entry = git_index_get_bypath(index, path, 0)?.pointee else { return nil }
        self.init(mode: entry.mode, id: entry.id)
    }

    /// Makes it the index's entry, to be compared with the file by content on the next look.
    fileprivate func store(in index: OpaquePointer, at path: String) throws(GitError) {
        var entry = git_index_entry()
        entry.mode = mode
        entry.id = id.oid
        let status = path.withCString { name in
            entry.path = name
            return git_index_add(index, &entry)
        }
        try check(status, "update the index entry of", path)
    }
}
