#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The right to be the one process that writes to a database: an operating-system lock on `<path>.lock`. The system takes
/// it back when the process ends, however it ends, so it never has to be cleared by hand.
struct DatabaseLock: Sendable {
    private let descriptor: Int32

    /// Fails with `locked` when another process, or this one, has the database open.
    init(path: String) throws(StoreError) {
        let file = path + ".lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: file, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = Self.holder(descriptor)
            close(descriptor)
            if reason == EWOULDBLOCK { throw .locked(path: path, holder: holder) }
            throw .cannotOpen(path: file, reason: String(cString: strerror(reason)))
        }
        // The process id is for the message a second process gives; the lock holds without it.
        let text = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        self.descriptor = descriptor
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        let digits = [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
        }
        return Int32(String(decoding: digits, as: UTF8.self).prefix { $0.isNumber })
    }

    /// Call once, when the database is closed. Closing alone would not do: a process that is just being started by another
    /// thread has the descriptor too, until it is the program it is to be.
    func release() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
