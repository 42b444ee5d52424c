import CrashPoints

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Connection {
    /// The one connection that writes.
    convenience init(writingTo path: String, options: SQLiteStore.Options) throws(StoreError) {
        try createFile(path)
        try self.init(path: path, access: .writing, on: options.disk)
        try execute(script: Self.common)
        // Before the first pragma that writes: a file that is not ours stays as it is.
        try Schema.checkOwner(of: self, at: path)
        // Before anything is built on what the log holds, and before any of it is moved.
        keepLogAtClose(true)
        try execute(script: "PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = FULL")
        #if canImport(Darwin)
            // A plain fsync does not reach the platter there.
            try execute(script: "PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1")
        #endif
        CrashPoint.reach("store.open.before-renewal")
        try renewLog(of: path)
        CrashPoint.reach("store.open.after-renewal")
        keepLogAtClose(false)
        // Before anything else is written, or it has no effect.
        try execute(script: "PRAGMA auto_vacuum = INCREMENTAL")
        let mode = try first("PRAGMA journal_mode = WAL") { $0.text() }
        guard mode == "wal" else { throw .cannotOpen(path: path, reason: "no write-ahead log on this file system") }
        try execute(script: "PRAGMA cache_size = -16384")
        if let pages = options.maximumPages { try execute(script: "PRAGMA max_page_count = \(pages)") }
    }

    /// A connection that only reads, on a live database or one that nobody has open.
    convenience init(readingFrom path: String, on disk: Disk = .system) throws(StoreError) {
        try self.init(path: path, access: .reading, on: disk)
        try execute(script: Self.common)
        try execute(script: "PRAGMA query_only = 1; PRAGMA cache_size = -2048")
    }

    /// For every connection, and first: the patience is for a reader that is just rebuilding the log's index.
    private static let common = """
        PRAGMA busy_timeout = 5000;
        PRAGMA temp_store = MEMORY;
        PRAGMA foreign_keys = ON;
        PRAGMA trusted_schema = OFF;
        PRAGMA cell_size_check = ON;
        """
}

/// Makes sure the file is there. A new one is for its owner's eyes only; SQLite gives the log the same mode. To be called
/// before SQLite opens the file: closing a descriptor later would drop SQLite's own locks on it.
private func createFile(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
    close(descriptor)
}
