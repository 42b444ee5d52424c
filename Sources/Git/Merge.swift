import CGit

extension Repository {
    /// The tree that a merge of two commits has, whichever is checked out; nil when both changed the same lines, and where they have no
    /// common ancestor. Objects are written, nothing else. Renames are not looked for, so that no content is read but of files that both changed.
    package func mergedTree(_ ours: CommitID, _ theirs: CommitID) throws(GitError) -> TreeID? {
        guard try mergeBase(ours, theirs) != nil else { return nil }
        var options = git_merge_options()
        try check(git_merge_options_init(&options, UInt32(GIT_MERGE_OPTIONS_VERSION)), "prepare a merge")
        options.flags = 0
        let one = try commitObject(ours), other = try commitObject(theirs)
        let index = try merge(one.pointer, other.pointer, options)
        guard git_index_has_conflicts(index.pointer) == 0 else { return nil }
        var id = git_oid()
        try check(git_index_write_tree_to(&id, index.pointer, handle.pointer), "write a merged directory in", path)
        return TreeID(id)
    }

    private func merge(_ ours: OpaquePointer, _ theirs: OpaquePointer, _ options: git_merge_options) throws(GitError) -> Owned {
        var options = options
        return try Owned("merge two commits in", path, free: git_index_free) { git_merge_commits(&$0, handle.pointer, ours, theirs, &options) }
    }
}
