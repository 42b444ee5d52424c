import CGit

/// How a path differs between two states. A renamed file is one deleted and one added.
package enum Difference: String, Sendable, Hashable {
    case added, modified, deleted
    /// A file became a link, a link a file, and so on.
    case typeChanged

    init?(_ status: git_delta_t) {
        switch status {
        case GIT_DELTA_ADDED, GIT_DELTA_UNTRACKED, GIT_DELTA_COPIED: self = .added
        case GIT_DELTA_MODIFIED, GIT_DELTA_RENAMED, GIT_DELTA_CONFLICTED: self = .modified
        case GIT_DELTA_DELETED: self = .deleted
        case GIT_DELTA_TYPECHANGE: self = .typeChanged
        default: return nil
        }
    }
}

/// One side of a change: what is at a path in one tree.
struct Side: Hashable {
    let kind: TreeEntry.Kind
    let id: BlobID
    let mode: UInt32

    init(mode: UInt32, id: git_oid) {
        (kind, self.id, self.mode) = (TreeEntry.Kind(git_filemode_t(mode)), BlobID(id), mode)
    }

    init?(_ file: git_diff_file) {
        if file.mode == 0 { return nil }
        self.init(mode: UInt32(file.mode), id: file.id)
    }
}

/// A path whose content or kind differs between two commits.
package struct ChangedPath: Sendable, Hashable {
    package let path: String
    package let difference: Difference
    let old: Side?
    let new: Side?
}

extension Repository {
    /// What differs between two commits' trees, by path. `old` nil stands for the empty tree.
    ///
    /// `paths` restricts the answer to these files and whatever lies below these directories; they are names, not patterns. Empty: everything.
    package func changedPaths(from old: CommitID?, to new: CommitID, paths: [String] = []) throws(GitError) -> [ChangedPath] {
        for path in paths { _ = try TreePath(path) }
        let names = StringArray(paths)
        var options = git_diff_options()
        try check(git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION)), "prepare a comparison")
        options.flags = GIT_DIFF_INCLUDE_TYPECHANGE.rawValue | GIT_DIFF_DISABLE_PATHSPEC_MATCH.rawValue
        options.ignore_submodules = GIT_SUBMODULE_IGNORE_NONE
        options.pathspec = names.array
        let diff = try compare(old, new, options)
        return (0..<git_diff_num_deltas(diff.pointer)).compactMap { index in
            guard let delta = git_diff_get_delta(diff.pointer, index)?.pointee, let difference = Difference(delta.status) else { return nil }
            let path = String(cString: difference == .deleted ? delta.old_file.path : delta.new_file.path)
            return ChangedPath(
                path: path, difference: difference, old: difference == .added ? nil : Side(delta.old_file),
                new: difference == .deleted ? nil : Side(delta.new_file))
        }
    }

    private func compare(_ old: CommitID?, _ new: CommitID, _ options: git_diff_options) throws(GitError) -> Owned {
        let newTree = try treeObject(of: new)
        guard let old else { return try compare(nil, newTree.pointer, options) }
        let oldTree = try treeObject(of: old)
        return try compare(oldTree.pointer, newTree.pointer, options)
    }

    private func compare(_ old: OpaquePointer?, _ new: OpaquePointer, _ options: git_diff_options) throws(GitError) -> Owned {
        var options = options
        return try Owned("compare two commits in", path, free: git_diff_free) { git_diff_tree_to_tree(&$0, handle.pointer, old, new, &options) }
    }
}
