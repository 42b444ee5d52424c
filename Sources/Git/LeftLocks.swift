import CGit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Repository {
    /// Removes the lock files that a process left when it was killed, so that it is not in the way of all that come after.
    ///
    /// A reference's lock is held for moments only: one that is the same file after a second is nobody's. The index's lock may be
    /// held for long by git, while a person writes a message; only one that this module made is removed, so no other process of Ratchet may
    /// be checking out. Call at start. Costs nothing when there are none.
    package func removeLeftLocks(on names: [RefName], below prefix: String) {
        let folder = String(cString: git_repository_commondir(handle.pointer))
        var suspects = (names.map(\.description) + ["packed-refs", "config"]).map { folder + $0 + ".lock" }
        suspects += Self.files(in: folder + prefix).filter { $0.hasSuffix(".lock") }.map { folder + prefix + $0 }
        let held = suspects.compactMap { path in Self.stamp(of: path).map { (path, $0) } }
        if !held.isEmpty {
            usleep(1_000_000)
            for (path, stamp) in held where Self.stamp(of: path) == stamp { unlink(path) }
        }
        IndexLock.removeLeft(in: String(cString: git_repository_path(handle.pointer)))
    }

    private static func files(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }

    /// What tells a file from one that takes its place; nil when there is none.
    private static func stamp(of path: String) -> [Int]? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if canImport(Glibc)
            let changed = status.st_ctim
        #else
            let changed = status.st_ctimespec
        #endif
        return [Int(status.st_ino), Int(status.st_size), Int(changed.tv_sec), Int(changed.tv_nsec)]
    }
}
