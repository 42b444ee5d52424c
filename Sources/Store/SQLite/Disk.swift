#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The place the database's files lie in, as SQLite reaches it and as the store does itself.
package struct Disk: Sendable {
    /// The name of a registered VFS (https://www.sqlite.org/vfs.html); nil for SQLite's own.
    package var vfs: String?
    /// Renames a complete file, over another if there is one, and returns when that outlives a loss of power; 0 or `errno`.
    package var replace: @Sendable (_ file: String, _ place: String) -> Int32
    /// Deletes a file; there may be none.
    package var remove: @Sendable (_ file: String) -> Void

    package init(
        vfs: String?, replace: @escaping @Sendable (_ file: String, _ place: String) -> Int32, remove: @escaping @Sendable (_ file: String) -> Void
    ) {
        self.vfs = vfs
        self.replace = replace
        self.remove = remove
    }

    /// The file system of the operating system.
    package static let system = Disk(vfs: nil, replace: move, remove: { unlink($0) })
}

/// A name is on the disk when its directory was synced.
private func move(_ file: String, to place: String) -> Int32 {
    if rename(file, place) != 0 { return errno }
    let end = place.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = end.map { $0 == place.startIndex ? "/" : String(place[..<$0]) } ?? "."
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return fsync(descriptor) == 0 ? 0 : errno
}
