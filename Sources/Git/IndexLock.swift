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

    /// What the lock file of this module holds; git's is empty or an index.
    private static let mark = Array("ratchet\n".utf8)

    /// Throws ``GitError/locked(_:reason:)`` when another process holds the lock.
    static func take(in directory: String) throws(GitError) -> IndexLock {
        // Marked before it has its name, so that one that a killed process leaves can be told from git's.
        let marked = directory + "index.ratchet-lock"
        let lock = open(marked, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o666)
        guard lock >= 0 else { throw failure("create \(marked)", errno) }
        let count = write(lock, mark, mark.count)
        close(lock)
        defer { unlink(marked) }
        guard count == mark.count else { throw failure("write \(marked)", errno) }
        if link(marked, directory + "index.lock") != 0 {
            // A file system without hard links: the lock has no mark, and one that is left has to be removed by hand.
            let plain = errno == EEXIST ? -1 : open(directory + "index.lock", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
            let reason = errno
            if plain < 0, reason == EEXIST { throw .locked("the index", reason: "\(directory)index.lock exists") }
            guard plain >= 0 else { throw failure("create \(directory)index.lock", reason) }
            close(plain)
        }
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

    /// Removes a lock that this module made and nobody releases any more.
    static func removeLeft(in directory: String) {
        let lock = open(directory + "index.lock", O_RDONLY | O_CLOEXEC)
        guard lock >= 0 else { return }
        defer { close(lock) }
        var bytes = [UInt8](repeating: 0, count: mark.count + 1)
        if read(lock, &bytes, bytes.count) == mark.count, bytes.starts(with: mark) { unlink(directory + "index.lock") }
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
