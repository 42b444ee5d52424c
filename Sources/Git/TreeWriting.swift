import CGit

/// Building trees from a base and a set of changes, in the object database alone.
///
/// Only the directories on the way to a change are rewritten; everything else is shared with the base by id.
extension Repository {
    /// Writes the tree that the changes make of a commit's (nil: of an empty one), and only that.
    package func writeTree(_ changes: [Change], on base: CommitID?) throws(GitError) -> TreeID {
        let before: TreeID? = if let base { try tree(of: base) } else { nil }
        return try writeTree(changes, onto: before)
    }

    /// The same for a tree that no commit needs to have.
    package func writeTree(_ changes: [Change], onto before: TreeID?) throws(GitError) -> TreeID {
        let edit = try TreeEdit(changes)
        if let id = try write(edit, onto: before) { return id }
        let empty = try builder(from: nil)
        return try written(empty.pointer)
    }

    /// The id of the new directory; nil when nothing is left in it, for git has no empty directories.
    private func write(_ edit: TreeEdit, onto base: TreeID?) throws(GitError) -> TreeID? {
        let builder = try builder(from: base)
        for (bytes, node) in edit.names.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let name = String(decoding: bytes, as: UTF8.self)
            let existing = git_treebuilder_get(builder.pointer, name).map {
                (kind: TreeEntry.Kind(git_tree_entry_filemode($0)), id: git_tree_entry_id($0).pointee)
            }
            switch node {
            case .change(.write(let path, let content)):
                try write(content, to: path, replacing: existing?.kind, as: name, in: builder.pointer)
            case .change(.delete(let path)):
                guard let existing, existing.kind != .directory else { throw .notFound("the file \"\(path)\", which was to be deleted,") }
                try check(git_treebuilder_remove(builder.pointer, name), "delete", path)
            case .directory(let edit):
                guard existing.map({ $0.kind == .directory }) ?? true else { throw .invalid("a path below \"\(name)\"", reason: "that is a file") }
                if let id = try write(edit, onto: existing.map { TreeID($0.id) }) {
                    var id = id.oid
                    try check(git_treebuilder_insert(nil, builder.pointer, name, &id, GIT_FILEMODE_TREE), "write", name)
                } else {
                    try check(git_treebuilder_remove(builder.pointer, name), "delete", name)
                }
            }
        }
        return git_treebuilder_entrycount(builder.pointer) > 0 ? try written(builder.pointer) : nil
    }

    private func write(
        _ content: [UInt8], to path: String, replacing kind: TreeEntry.Kind?, as name: String, in builder: OpaquePointer
    ) throws(GitError) {
        if let kind, kind == .directory || kind == .submodule { throw .notAFile(path, kind: kind) }
        var id = git_oid()
        try check(git_blob_create_from_buffer(&id, handle.pointer, content, content.count), "write", path)
        let mode = kind == .executable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB
        try check(git_treebuilder_insert(nil, builder, name, &id, mode), "write", path)
    }

    private func builder(from base: TreeID?) throws(GitError) -> Owned {
        guard let base else { return try Owned("build a directory", free: git_treebuilder_free) { git_treebuilder_new(&$0, handle.pointer, nil) } }
        let tree = try treeObject(base)
        return try Owned("build a directory", free: git_treebuilder_free) { git_treebuilder_new(&$0, handle.pointer, tree.pointer) }
    }

    private func written(_ builder: OpaquePointer) throws(GitError) -> TreeID {
        var id = git_oid()
        try check(git_treebuilder_write(&id, builder), "write a directory in", path)
        return TreeID(id)
    }
}
