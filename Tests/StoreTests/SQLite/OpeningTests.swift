import CivilTime
import Testing

@testable import Store

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct OpeningTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.database }

    init() throws { directory = try TemporaryDirectory() }

    @Test func `a database opens for writing once, and the holder is named`() async throws {
        let store = try SQLiteStore(path: path)
        #expect(throws: StoreError.locked(path: path, holder: getpid())) { try SQLiteStore(path: path) }
        await store.close()
        let second = try SQLiteStore(path: path)
        #expect(second.epoch == store.epoch + 1)
        await second.close()
    }

    @Test func `another process is refused and told who has the database`() async throws {
        let store = try SQLiteStore(path: path)
        await #expect(processExitsWith: .success) { [path = path as String, holder = getpid() as Int32] in
            #expect(throws: StoreError.locked(path: path, holder: holder)) { try SQLiteStore(path: path) }
        }
        await store.close()
    }

    @Test func `a store that is let go without being closed gives the database back`() async throws {
        func use() async throws { try await SQLiteStore(path: path).started(1) }
        try await use()
        var again: SQLiteStore?
        // The writer thread ends in its own time.
        while again == nil {
            again = try? SQLiteStore(path: path)
            await Task.yield()
        }
        #expect(try await again?.run(runID(1)).state == .running)
        await again?.close()
    }

    @Test func `a process that lost the database to another one fails at its next write`() async throws {
        let store = try SQLiteStore(path: path)
        let run = try await store.started(1).key
        // Whatever let the second one in, such as a lock file that was removed by hand.
        unlink(path + ".lock")
        let second = try SQLiteStore(path: path)
        await #expect(throws: StoreError.superseded(epoch: 1, current: 2)) { try await store.append(run, outcome()) }
        try await second.append(run, outcome())
        #expect(try await second.journal(of: run.rowID).count == 1)
        await store.close()
        await second.close()
    }

    @Test func `a database of a newer release is left as it is`() async throws {
        await (try SQLiteStore(path: path)).close()
        try edit("PRAGMA user_version = 99")
        let before = try contents(of: path)
        let newer = StoreError.newerSchema(path: path, found: 99, known: Schema.version)
        #expect(throws: newer) { try SQLiteStore(path: path) }
        #expect(throws: newer) { try SQLiteHistory(path: path) }
        #expect(try contents(of: path) == before)
        // The failed attempt holds no lock.
        #expect(throws: newer) { try SQLiteStore(path: path) }
    }

    @Test func `a database of another program is left as it is`() throws {
        try edit("CREATE TABLE notes (text TEXT)")
        let before = try contents(of: path)
        #expect(throws: StoreError.foreignDatabase(path: path)) { try SQLiteStore(path: path) }
        #expect(try contents(of: path) == before)
        try write(Array("not a database, but some text that is long enough to look at".utf8), to: path)
        #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
    }

    @Test func `a path that cannot be opened is named`() {
        let missing = directory.path + "/no/such/ratchet.db"
        #expect(throws: StoreError.cannotOpen(path: missing + ".lock", reason: "No such file or directory")) { try SQLiteStore(path: missing) }
        #expect(throws: StoreError.cannotOpen(path: missing, reason: "unable to open database file")) { try SQLiteHistory(path: missing) }
    }

    @Test func `the files are for their owner only`() async throws {
        let store = try SQLiteStore(path: path)
        try await store.started(1)
        for file in directory.files {
            var status = stat()
            #expect(stat(directory.path + "/" + file, &status) == 0 && status.st_mode & 0o077 == 0, "\(file)")
        }
        await store.close()
    }

    @Test func `history reads beside a writer and after it, and never writes`() async throws {
        let store = try SQLiteStore(path: path)
        let run = try await store.started(1)
        let history = try SQLiteHistory(path: path)
        #expect(try await history.run(run.id) == run)
        try await store.append(run.key, outcome())
        #expect(try await history.journal(of: run.key.rowID).count == 1)
        await store.close()
        // The reader is still there, so SQLite keeps the log's file; the writer has emptied it.
        #expect(try contents(of: path + "-wal").isEmpty)
        await history.close()
        let before = try contents(of: path)
        let dead = try SQLiteHistory(path: path)
        #expect(try await dead.journal(of: run.key.rowID).count == 1)
        await dead.close()
        #expect(try contents(of: path) == before)
        #expect(throws: StoreError.self) {
            try Connection(readingFrom: path).execute(script: "UPDATE engine SET epoch = 0")
        }
    }

    @Test func `the durability that is promised is switched on`() throws {
        let connection = try Connection(writingTo: path, options: SQLiteStore.Options())
        let settings: [(StaticString, Int)] = [
            ("PRAGMA synchronous", 2), ("PRAGMA wal_autocheckpoint", 0), ("PRAGMA foreign_keys", 1), ("PRAGMA trusted_schema", 0),
            ("PRAGMA cell_size_check", 1), ("PRAGMA auto_vacuum", 2),
        ]
        for (pragma, value) in settings { #expect(try connection.first(pragma) { $0.count() } == value, "\(pragma)") }
        #expect(try connection.first("PRAGMA journal_mode") { $0.text() } == "wal")
    }

    private func edit(_ sql: String) throws(StoreError) {
        try Connection(path: path, access: .writing).execute(script: sql)
    }
}

@Suite struct MigrationTests {
    private let directory: TemporaryDirectory
    private let path: String
    private let second = Migration(version: Schema.version + 1, sql: Array("CREATE TABLE second (x INTEGER) STRICT; INSERT INTO second VALUES (2);".utf8))

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.database
    }

    private func tables(_ path: String) throws -> Set<String> {
        Set(try Connection(path: path, access: .reading).all("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text() })
    }

    @Test func `an older database is copied and brought up to date`() async throws {
        let store = try SQLiteStore(path: path)
        try await store.started(1)
        await store.close()
        #expect(!directory.files.contains { $0.contains("schema") })
        let connection = try Connection(writingTo: path, options: SQLiteStore.Options())
        try Schema.migrate(connection, at: path, migrations: Schema.migrations + [second])
        #expect(try connection.first("PRAGMA user_version") { $0.count() } == Schema.version + 1)
        connection.close()
        #expect(try tables(path).contains("second"))
        let copy = "\(path).schema-\(Schema.version)"
        #expect(try !tables(copy).contains("second"))
        let old = try SQLiteHistory(path: copy)
        #expect(try await old.run(runID(1)).state == .running)
        await old.close()
    }

    @Test func `a step that fails is undone as a whole`() async throws {
        await (try SQLiteStore(path: path)).close()
        let broken = Migration(version: 3, sql: Array("CREATE TABLE third (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1);".utf8))
        let connection = try Connection(writingTo: path, options: SQLiteStore.Options())
        let failure = StoreError.migrationFailed(version: 3, reason: "database error: no such table: nowhere, SQL logic error (1).")
        #expect(throws: failure) { try Schema.migrate(connection, at: path, migrations: Schema.migrations + [second, broken]) }
        connection.close()
        #expect(try tables(path).contains("second") && !tables(path).contains("third"))
    }

    @Test func `read-only use of an older database says what to do`() async throws {
        await (try SQLiteStore(path: path)).close()
        try Connection(path: path, access: .writing).execute(script: "PRAGMA user_version = 0")
        #expect(throws: StoreError.olderSchema(path: path, found: 0, known: Schema.version)) { try SQLiteHistory(path: path) }
    }

    @Test func `the steps are numbered without gaps`() {
        #expect(Schema.migrations.map(\.version) == Array(1...Schema.version))
    }
}
