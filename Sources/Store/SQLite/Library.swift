import CSQLite

/// The SQLite library as a whole.
enum Library {
    /// Set up once a process, before its first use.
    private static let version: Int32 = {
        _ = store_disable_memory_statistics()
        return sqlite3_libversion_number()
    }()

    /// RETURNING, STRICT and UPSERT are all there from 3.38 on.
    static func check() throws(StoreError) {
        if version < 3_038_000 { throw .libraryTooOld(found: version, needed: 3_038_000) }
    }
}
