import CGit

/// One name in a directory of a commit.
package struct DirectoryEntry: Sendable, Hashable {
    package let name: String
    package let kind: TreeEntry.Kind
    /// Of a file's content, or of a directory with all that is below it: equal ids, equal content.
    package let id: BlobID
}

extension Repository {
    /// What stands directly in a directory of a commit, in git's order; empty when it is not a directory. No content is read and none
    /// below it, so this costs what one directory costs however much there is.
    package func directory(_ path: String, at commit: CommitID) throws(GitError) -> [DirectoryEntry] {
        guard let entry = try entry(path, at: commit), entry.kind == .directory else { return [] }
        let tree = try treeObject(TreeID(entry.id.oid))
        return (0..<git_tree_entrycount(tree.pointer)).compactMap { index in
            guard let entry = git_tree_entry_byindex(tree.pointer, index) else { return nil }
            return DirectoryEntry(
                name: String(cString: git_tree_entry_name(entry)), kind: TreeEntry.Kind(git_tree_entry_filemode(entry)),
                id: BlobID(git_tree_entry_id(entry).pointee))
        }
    }
}
