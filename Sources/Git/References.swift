import CGit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A reference and the id it holds. For an annotated tag that is the tag's own id, not a commit's.
package struct Reference: Sendable, Hashable {
    package let name: RefName
    package let commit: CommitID
}

extension Repository {
    /// The commit a reference leads to, through symbolic references; nil when there is no such reference. Reads the disk each time.
    package func commit(at name: RefName) throws(GitError) -> CommitID? {
        var id = git_oid()
        let status = git_reference_name_to_id(&id, handle.pointer, name.description)
        if status == GIT_ENOTFOUND.rawValue { return nil }
        try check(status, "read", name.description)
        return CommitID(id)
    }

    /// All references whose full name starts with `prefix`, by name. Symbolic references are left out.
    package func references(prefix: String = "refs/") throws(GitError) -> [Reference] {
        guard !prefix.utf8.contains(where: { [0, 42, 63, 91, 92].contains($0) }) else {
            throw .invalid("the reference prefix \"\(prefix)\"", reason: "no reference name contains NUL, *, ?, [ or \\")
        }
        let iterator = try Owned("list references", prefix, free: git_reference_iterator_free) {
            git_reference_iterator_glob_new(&$0, handle.pointer, prefix + "*")
        }
        var found: [Reference] = []
        while true {
            var next: OpaquePointer?
            let status = git_reference_next(&next, iterator.pointer)
            if status == GIT_ITEROVER.rawValue { break }
            defer { git_reference_free(next) }
            try check(status, "list references", prefix)
            guard let next, let id = git_reference_target(next) else { continue }
            found.append(Reference(name: try RefName(String(cString: git_reference_name(next))), commit: CommitID(id.pointee)))
        }
        return found.sorted { $0.name < $1.name }
    }

    /// Points `name` at `new` if, and only if, it holds `old` at that moment (nil: it must not exist). Durable when this returns.
    ///
    /// The comparison and the write happen under git's own lock file, so it is atomic towards other threads, other processes and stock git.
    /// The loser of a race gets ``GitError/refMoved(_:current:)`` and has changed nothing. The move is entered in the reference's reflog
    /// with `reason`, under the name and time of `who`.
    package func update(_ name: RefName, from old: CommitID?, to new: CommitID, by who: Attribution, reason: String) throws(GitError) {
        _ = try commitObject(new)
        if old == nil { try checkVacant(name) }
        try change(name, from: old) { transaction throws(GitError) in
            var id = new.oid
            let line = String(decoding: reason.utf8.map { $0 < 32 ? 32 : $0 }, as: UTF8.self)
            let signature = try who.signature()
            try check(git_reference_ensure_log(handle.pointer, name.description), "open the reflog of", name.description)
            try check(
                git_transaction_set_target(transaction, name.description, &id, signature.pointer, line), "point to a commit", name.description)
        }
    }

    /// Removes `name` and its reflog if, and only if, it holds `old` at that moment.
    package func delete(_ name: RefName, from old: CommitID) throws(GitError) {
        try change(name, from: old) { transaction throws(GitError) in
            try check(git_transaction_remove(transaction, name.description), "remove", name.description)
        }
        try check(git_reflog_delete(handle.pointer, name.description), "remove the reflog of", name.description)
    }

    /// Takes the lock of `name`, compares, queues what `queue` asks for, and commits it.
    private func change(
        _ name: RefName, from old: CommitID?, _ queue: (OpaquePointer) throws(GitError) -> Void
    ) throws(GitError) {
        let transaction = try Owned("start a change of", name.description, free: git_transaction_free) {
            git_transaction_new(&$0, handle.pointer)
        }
        try check(lock(name, in: transaction.pointer), "lock", name.description)
        let current = try heldCommit(name)
        guard current == old else { throw .refMoved(name, current: current) }
        try queue(transaction.pointer)
        try check(git_transaction_commit(transaction.pointer), "write", name.description)
    }

    /// Git holds such a lock for a moment only; like git itself, waits a while (at most a second) for another writer to finish.
    private func lock(_ name: RefName, in transaction: OpaquePointer) -> Int32 {
        for _ in 0..<100 {
            let status = git_transaction_lock_ref(transaction, name.description)
            if status != GIT_ELOCKED.rawValue { return status }
            usleep(10_000)
        }
        return git_transaction_lock_ref(transaction, name.description)
    }

    /// What the reference itself holds; a symbolic one is refused, since following it would change another reference than the locked one.
    private func heldCommit(_ name: RefName) throws(GitError) -> CommitID? {
        var reference: OpaquePointer?
        let status = git_reference_lookup(&reference, handle.pointer, name.description)
        if status == GIT_ENOTFOUND.rawValue { return nil }
        try check(status, "read", name.description)
        defer { git_reference_free(reference) }
        guard let id = git_reference_target(reference) else {
            throw .invalid(name.description, reason: "it is a symbolic reference; change the reference it names")
        }
        return CommitID(id.pointee)
    }

    /// A reference is a file: `refs/a` and `refs/a/b` cannot both exist.
    private func checkVacant(_ name: RefName) throws(GitError) {
        var blocking = try references(prefix: name.description + "/").first?.name
        let parts = name.description.split(separator: "/")
        for length in 2..<max(parts.count, 2) where blocking == nil {
            let parent = try RefName(parts[..<length].joined(separator: "/"))
            if try heldCommit(parent) != nil { blocking = parent }
        }
        if let blocking { throw .invalid(name.description, reason: "\(blocking) exists, and a reference cannot be the directory of another") }
    }
}
