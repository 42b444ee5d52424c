import CGit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Git's lock on the index, held from before it is read until its successor is in place, so that no concurrent `git add` is lost.
///
/// Follows git's protocol: whoever creates `index.lock` may replace `index`. The successor is prepared in a file of its own and renamed into
/// place, so a crash leaves the old index or the new one, and at worst the lock file that git itself leaves when it is killed.
struct IndexLock: ~Copyable {
    private let directory: String
    /// A copy of the index to work on; missing when the repository has no index yet.
    let draft: String

    /// Throws ``GitError/locked(_:reason:)`` when another process holds the lock.
    static func take(in directory: String) throws(GitError) -> IndexLock {
        let lock = open(directory + "index.lock", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
        guard lock >= 0 else {
            let reason = errno
            if reason == EEXIST { throw .locked("the index", reason: "\(directory)index.lock exists") }
            throw failure("create \(directory)index.lock", reason)
        }
        close(lock)
        let taken = IndexLock(directory: directory, draft: directory + "index.ratchet")
        unlink(taken.draft)
        try copy(directory + "index", to: taken.draft)
        return taken
    }

    deinit {
        unlink(draft)
        unlink(directory + "index.lock")
    }

    /// Puts the draft in the index's place, atomically, and releases the lock.
    consuming func publish() throws(GitError) {
        if rename(draft, directory + "index") != 0 { throw Self.failure("replace \(directory)index", errno) }
    }

    private static func copy(_ source: String, to target: String) throws(GitError) {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        if input < 0, errno == ENOENT { return }
        guard input >= 0 else { throw failure("read \(source)", errno) }
        defer { close(input) }
        let output = open(target, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
        guard output >= 0 else { throw failure("write \(target)", errno) }
        defer { close(output) }
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(input, &block, block.count)
            if count == 0 { return }
            guard count > 0, write(output, block, count) == count else { throw failure("copy \(source)", errno) }
        }
    }

    private static func failure(_ operation: String, _ reason: Int32) -> GitError {
        .library(code: -reason, operation: operation, message: String(cString: strerror(reason)))
    }
}

extension Repository {
    /// Whether another process holds the lock on the index, or left it behind.
    package func isIndexLocked() -> Bool { access(String(cString: git_repository_path(handle.pointer)) + "index.lock", F_OK) == 0 }
}
