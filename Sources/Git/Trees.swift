import CGit

/// Reading files from commits. The working tree plays no part in it.
extension Repository {
    /// The content of one file at a commit; nil when there is nothing at that path.
    ///
    /// Throws ``GitError/notAFile(_:kind:)`` for a directory, link or submodule, and ``GitError/tooLarge(_:size:limit:)`` before anything
    /// over `limit` bytes is loaded.
    package func file(_ path: String, at commit: CommitID, limit: Int = 16 << 20) throws(GitError) -> [UInt8]? {
        guard let entry = try entry(path, at: commit) else { return nil }
        guard entry.kind.isFile else { throw .notAFile(path, kind: entry.kind) }
        return try blob(entry.id, limit: limit)
    }

    /// What is at `path` in a commit; nil when nothing is.
    package func entry(_ path: String, at commit: CommitID) throws(GitError) -> TreeEntry? {
        let name = try TreePath(path)
        var tree = try treeObject(of: commit)
        for (depth, component) in name.components.enumerated() {
            guard let (kind, id) = child(component, of: tree.pointer) else { return nil }
            if depth == name.components.count - 1 { return try TreeEntry(path: path, kind: kind, id: BlobID(id), size: size(kind, id)) }
            guard kind == .directory else { return nil }
            tree = try treeObject(TreeID(id))
        }
        return nil
    }

    /// All files below `directory` (empty: the whole tree) with their ids, kinds and sizes, in git's order; empty when it is not a directory.
    ///
    /// `limit` bounds the number of entries visited, directories included: a few kilobytes of nested trees can name billions of files.
    package func files(under directory: String = "", at commit: CommitID, limit: Int = 100_000) throws(GitError) -> [TreeEntry] {
        var root: TreeID
        if directory.isEmpty {
            root = try tree(of: commit)
        } else {
            guard let entry = try entry(directory, at: commit), entry.kind == .directory else { return [] }
            root = TreeID(entry.id.oid)
        }
        var found: [TreeEntry] = []
        var visited = 0
        var pending = [(prefix: directory.isEmpty ? "" : directory + "/", kind: TreeEntry.Kind.directory, id: root.oid)]
        while let (path, kind, id) = pending.popLast() {
            visited += 1
            guard visited <= limit + 1 else { throw .tooLarge("the listing of \(commit)", size: visited - 1, limit: limit) }
            guard kind == .directory else {
                found.append(TreeEntry(path: path, kind: kind, id: BlobID(id), size: try size(kind, id)))
                continue
            }
            let tree = try treeObject(TreeID(id))
            for child in children(tree.pointer).reversed() {
                pending.append((path + child.name + (child.kind == .directory ? "/" : ""), child.kind, child.id))
            }
        }
        return found
    }

    /// Content by id. Nothing over `limit` bytes is loaded.
    package func blob(_ id: BlobID, limit: Int = 16 << 20) throws(GitError) -> [UInt8] {
        let size = try size(.file, id.oid)
        guard size <= limit else { throw .tooLarge("the file content \(id)", size: size, limit: limit) }
        var oid = id.oid
        let blob = try Owned("read", "the file content \(id)", free: git_blob_free) { git_blob_lookup(&$0, handle.pointer, &oid) }
        return Array(UnsafeRawBufferPointer(start: git_blob_rawcontent(blob.pointer), count: Int(git_blob_rawsize(blob.pointer))))
    }

    package func tree(of commit: CommitID) throws(GitError) -> TreeID {
        let object = try commitObject(commit)
        return TreeID(git_commit_tree_id(object.pointer).pointee)
    }

    func treeObject(of commit: CommitID) throws(GitError) -> Owned { try treeObject(tree(of: commit)) }

    func treeObject(_ id: TreeID) throws(GitError) -> Owned {
        var oid = id.oid
        return try Owned("read", "the directory \(id)", free: git_tree_free) { git_tree_lookup(&$0, handle.pointer, &oid) }
    }

    func commitObject(_ id: CommitID) throws(GitError) -> Owned {
        var oid = id.oid
        return try Owned("read", "the commit \(id)", free: git_commit_free) { git_commit_lookup(&$0, handle.pointer, &oid) }
    }

    private func child(_ name: [UInt8], of tree: OpaquePointer) -> (kind: TreeEntry.Kind, id: git_oid)? {
        guard let entry = git_tree_entry_byname(tree, String(decoding: name, as: UTF8.self)) else { return nil }
        return (TreeEntry.Kind(git_tree_entry_filemode(entry)), git_tree_entry_id(entry).pointee)
    }

    private func children(_ tree: OpaquePointer) -> [(name: String, kind: TreeEntry.Kind, id: git_oid)] {
        (0..<git_tree_entrycount(tree)).compactMap { index in
            guard let entry = git_tree_entry_byindex(tree, index) else { return nil }
            return (String(cString: git_tree_entry_name(entry)), TreeEntry.Kind(git_tree_entry_filemode(entry)), git_tree_entry_id(entry).pointee)
        }
    }

    /// Read from the object's header; the content is not loaded.
    private func size(_ kind: TreeEntry.Kind, _ id: git_oid) throws(GitError) -> Int {
        guard kind != .submodule && kind != .directory else { return 0 }
        let database = try Owned("open the object database of", path, free: git_odb_free) { git_repository_odb(&$0, handle.pointer) }
        var id = id, size = 0, type = GIT_OBJECT_ANY
        try check(git_odb_read_header(&size, &type, database.pointer, &id), "read", "the file content \(BlobID(id))")
        return size
    }
}
