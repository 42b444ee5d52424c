import Store
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lends a fresh store for as long as `body` takes.
func withStore(_ body: (any Store) async throws -> Void) async throws {
    var template = Array("/tmp/ratchet-callables-XXXXXX".utf8CString)
    let directory = try #require(mkdtemp(&template).map { String(cString: $0) })
    let store = try SQLiteStore(path: directory + "/store.db")
    do { try await body(store) } catch { Issue.record(error) }
    await store.close()
    for name in ["store.db", "store.db-wal", "store.db-shm", "store.db.lock"] { unlink(directory + "/" + name) }
    rmdir(directory)
}
