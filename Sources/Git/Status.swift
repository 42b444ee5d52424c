import CGit

/// How one file differs from HEAD.
package struct FileStatus: Sendable, Hashable {
    package let path: String
    /// In the index, against HEAD: what `git commit` would record.
    package let staged: Difference?
    /// In the working tree, against the index. Added means untracked.
    package let unstaged: Difference?
    /// An unresolved merge conflict.
    package let isConflicted: Bool
}

extension Repository {
    /// The files that differ from HEAD in the index or in the working tree, by path; files that git ignores, and submodules, are left out.
    ///
    /// `paths` as in ``changedPaths(from:to:paths:)``. Writes nothing, not even a refreshed index.
    package func status(paths: [String] = []) throws(GitError) -> [FileStatus] {
        for path in paths { _ = try TreePath(path) }
        let names = StringArray(paths)
        var options = git_status_options()
        try check(git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION)), "prepare a status")
        options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
        options.flags = [
            GIT_STATUS_OPT_INCLUDE_UNTRACKED, GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS, GIT_STATUS_OPT_EXCLUDE_SUBMODULES,
            GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH,
        ].reduce(0) { $0 | $1.rawValue }
        options.pathspec = names.array
        let list = try statusList(options)
        return (0..<git_status_list_entrycount(list.pointer)).compactMap { index in
            guard let entry = git_status_byindex(list.pointer, index)?.pointee else { return nil }
            guard let delta = (entry.index_to_workdir ?? entry.head_to_index)?.pointee else { return nil }
            return FileStatus(
                path: String(cString: delta.old_file.path), staged: entry.head_to_index.flatMap { Difference($0.pointee.status) },
                unstaged: entry.index_to_workdir.flatMap { Difference($0.pointee.status) },
                isConflicted: entry.status.rawValue & GIT_STATUS_CONFLICTED.rawValue != 0)
        }
    }

    private func statusList(_ options: git_status_options) throws(GitError) -> Owned {
        var options = options
        return try Owned("compare the working tree in", path, free: git_status_list_free) {
            git_status_list_new(&$0, handle.pointer, &options)
        }
    }
}
