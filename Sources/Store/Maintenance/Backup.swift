#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A copy of the database that was made and looked at.
package struct Backup: Sendable, Hashable {
    package let path: String
    package let bytes: Int64
    package let verification: Verification
}

extension Connection {
    /// Writes a whole, consistent copy to a path where nothing is, while others go on writing. The copy appears under its name only when
    /// it is complete, on the disk and found to be in order; it is for its owner's eyes only.
    func backup(to path: String, on disk: Disk) throws(StoreError) -> Backup {
        guard access(path, F_OK) != 0 else { throw .cannotOpen(path: path, reason: "a file is there already; name another") }
        let partial = path + ".part"
        disk.remove(partial)
        try createOwnFile(partial)
        do throws(StoreError) {
            try execute("VACUUM INTO ?1", partial)
            let copy = try Connection(readingFrom: partial, on: disk)
            defer { copy.close() }
            let verification = try copy.verify()
            guard verification.problems.isEmpty else { throw .corrupt("the copy: \(verification.problems.joined(separator: "; "))") }
            var information = stat()
            let bytes = stat(partial, &information) == 0 ? Int64(information.st_size) : 0
            let code = disk.replace(partial, path)
            if code != 0 { throw .cannotOpen(path: path, reason: String(cString: strerror(code))) }
            return Backup(path: path, bytes: bytes, verification: verification)
        } catch {
            disk.remove(partial)
            throw error
        }
    }
}

/// An empty file that nobody else reads; `VACUUM INTO` fills it.
private func createOwnFile(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
    close(descriptor)
}

extension SQLiteHistory {
    /// On a connection and a thread of its own: what takes minutes delays nobody.
    func alone<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws(StoreError) -> Value) async throws(StoreError) -> Value {
        let (path, disk) = (path, disk)
        let result: Result<Value, StoreError> = await withUnsafeContinuation { continuation in
            do throws(StoreError) {
                try startThread {
                    continuation.resume(
                        returning: Result { () throws(StoreError) in
                            let connection = try Connection(readingFrom: path, on: disk)
                            defer { connection.close() }
                            return try body(connection)
                        })
                }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }

    package func verify() async throws(StoreError) -> Verification {
        try await alone { connection throws(StoreError) in try connection.verify() }
    }

    package func backup(to path: String) async throws(StoreError) -> Backup {
        let disk = disk
        return try await alone { connection throws(StoreError) in
            // The copy is written by this connection; the database itself was opened for reading.
            try connection.execute(script: "PRAGMA query_only = 0")
            return try connection.backup(to: path, on: disk)
        }
    }
}

extension SQLiteStore {
    package func verify() async throws(StoreError) -> Verification { try await history.verify() }
    package func backup(to path: String) async throws(StoreError) -> Backup { try await history.backup(to: path) }
    package func skills() async throws(StoreError) -> [String] { try await history.skills() }

    package func prunable(_ retention: Retention, skill: String?, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<Int64> {
        try await history.prunable(retention, skill: skill, after: cursor, limit: limit)
    }

    package func prune(_ rows: [Int64]) async throws(StoreError) -> Pruned {
        try await writer.write(size: 4096 * rows.count) { connection throws(StoreError) in try connection.prune(rows) }
    }

    package func compact() async throws(StoreError) -> Int64 {
        let before = try await history.information().bytes
        while try await writer.write(size: 1 << 20, { connection throws(StoreError) in try connection.giveBack(pages: 1_000) }) {}
        return before - (try await history.information().bytes)
    }
}

extension Connection {
    /// Gives free pages back to the file system; true while there are more.
    func giveBack(pages: Int) throws(StoreError) -> Bool {
        let before = try first("PRAGMA freelist_count") { $0.count() } ?? 0
        try execute(script: "PRAGMA incremental_vacuum(\(pages))")
        let left = try first("PRAGMA freelist_count") { $0.count() } ?? 0
        return left > 0 && left < before
    }
}
