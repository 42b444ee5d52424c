import CSQLite

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The limit that the engine is measured against: rows of one narrow table, `batch` a transaction, WAL, `synchronous=FULL`, one
/// thread, nothing else.
enum BareInserts {
    static func rowsPerSecond(batch: Int, seconds: Double) -> Double {
        let path = BenchFolder.path("bare.db")
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        var database: OpaquePointer?
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK else { return 0 }
        defer {
            sqlite3_close_v2(database)
            for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        }
        for sql in [
            "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA wal_autocheckpoint=4000",
            "CREATE TABLE journal(id INTEGER PRIMARY KEY, run INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT",
            "CREATE UNIQUE INDEX j ON journal(run, seq)",
        ] { sqlite3_exec(database, sql, nil, nil, nil) }
        var insert: OpaquePointer?
        sqlite3_prepare_v3(database, "INSERT INTO journal(run,seq,at,body) VALUES(?,?,0,?)", -1, UInt32(SQLITE_PREPARE_PERSISTENT), &insert, nil)
        defer { sqlite3_finalize(insert) }
        let body = String(repeating: "x", count: 300)
        let clock = ContinuousClock()
        let start = clock.now
        var rows: Int64 = 0
        while (clock.now - start).inSeconds < seconds {
            sqlite3_exec(database, "BEGIN IMMEDIATE", nil, nil, nil)
            for _ in 0..<batch {
                sqlite3_bind_int64(insert, 1, rows / 5)
                sqlite3_bind_int64(insert, 2, rows % 5)
                sqlite3_bind_text(insert, 3, body, 300, nil)
                sqlite3_step(insert)
                sqlite3_reset(insert)
                rows += 1
            }
            sqlite3_exec(database, "COMMIT", nil, nil, nil)
        }
        return Double(rows) / (clock.now - start).inSeconds
    }
}
