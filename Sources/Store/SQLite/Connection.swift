import CSQLite

/// One connection to the database with its prepared statements.
///
/// THREAD SAFETY. Opened with `SQLITE_OPEN_NOMUTEX`: SQLite then takes no locks of its own, and
/// https://www.sqlite.org/threadsafe.html allows use by one thread at a time. The type is not Sendable and moves once, to
/// the thread that owns it.
final class Connection {
    enum Access: Sendable {
        case writing
        /// Never writes, and SQLite does not let it move the log either, not even as the last one to close.
        case reading
    }

    let handle: OpaquePointer
    private var isOpen = true
    private var statements: [UInt: Statement] = [:]
    private var composed: [String: Statement] = [:]
    /// Whether an event's payload fits the condition of a wait, both JSON. Set for the connection that writes.
    var eventMatches: @Sendable (_ request: [UInt8], _ payload: [UInt8]) -> Bool = { _, _ in true }
    /// Pages in the write-ahead log after the latest commit of this connection.
    private let logPages = UnsafeMutablePointer<Int>.allocate(capacity: 1)

    init(path: String, access: Access, on disk: Disk = .system) throws(StoreError) {
        try Library.check()
        var handle: OpaquePointer?
        let flags =
            SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (access == .writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY)
        let code = sqlite3_open_v2(path, &handle, flags, disk.vfs)
        guard code == SQLITE_OK, let handle else {
            let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw .cannotOpen(path: path, reason: reason)
        }
        self.handle = handle
        logPages.initialize(to: 0)
        store_configure(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        // SQLite is content with less than it was asked for.
        if access == .writing, sqlite3_db_readonly(handle, "main") == 1 {
            throw .cannotOpen(path: path, reason: "it can be read but not written; check the file system and the file's mode")
        }
    }

    deinit {
        close()
        logPages.deallocate()
    }

    /// Lets go of the file at once; the connection must not be used any more.
    func close() {
        statements.removeAll()
        composed.removeAll()
        if isOpen { sqlite3_close_v2(handle) }
        isOpen = false
    }

    /// The statement for this text, prepared at its first use. Literals are told apart by address, which costs nothing
    /// on the way of every step.
    func statement(_ sql: StaticString) throws(StoreError) -> Statement {
        let key = UInt(bitPattern: sql.utf8Start)
        if let known = statements[key] { return known }
        let start = UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
        let new = try Statement(start, length: sql.utf8CodeUnitCount, database: handle)
        statements[key] = new
        return new
    }

    /// The statement for a text that was put together from literals, prepared at its first use.
    func statement(composed sql: String) throws(StoreError) -> Statement {
        if let known = composed[sql] { return known }
        // Filters combine to many texts; forgetting all of them now and then bounds the memory.
        if composed.count >= 128 { composed.removeAll() }
        let new = try Statement(sql, length: sql.utf8.count, database: handle)
        composed[sql] = new
        return new
    }

    /// Runs statements that return nothing of interest: pragmas, migrations.
    func execute(script: String) throws(StoreError) {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        if code != SQLITE_OK { throw failure(code) }
    }

    /// Runs one statement to its end and returns how many rows it inserted, changed or deleted.
    @discardableResult
    func execute<each Value: Bindable>(_ sql: StaticString, _ values: repeat each Value) throws(StoreError) -> Int {
        let statement = try statement(sql)
        try statement.bind(repeat each values)
        let code = statement.complete()
        if code != .done { throw failure(code.rawValue) }
        return Int(sqlite3_changes64(handle))
    }

    /// What `read` makes of the first row; nil without one.
    func first<Value, each Parameter: Bindable>(
        _ sql: StaticString, _ values: repeat each Parameter, read: (inout Row) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        let statement = try statement(sql)
        try statement.bind(repeat each values)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        var row = statement.row
        return try read(&row)
    }

    /// What `read` makes of every row, in order.
    func all<Value, each Parameter: Bindable>(
        _ sql: StaticString, _ values: repeat each Parameter, read: (inout Row) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        let statement = try statement(sql)
        try statement.bind(repeat each values)
        return try rows(of: statement, read: read)
    }

    func all<Value>(
        composed sql: String, _ values: [any Bindable], read: (inout Row) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        let statement = try statement(composed: sql)
        for (index, value) in values.enumerated() { try statement.bind(value, at: index + 1) }
        return try rows(of: statement, read: read)
    }

    func first<Value>(
        composed sql: String, _ values: [any Bindable], read: (inout Row) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        try all(composed: sql, values, read: read).first
    }

    private func rows<Value>(of statement: Statement, read: (inout Row) throws(StoreError) -> Value) throws(StoreError) -> [Value] {
        defer { statement.reset() }
        var values: [Value] = []
        while try statement.step() {
            var row = statement.row
            values.append(try read(&row))
        }
        return values
    }

    func failure(_ code: Int32) -> StoreError { StoreError(code, of: handle) }

    var lastRowID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Rows written since the connection opened; unchanged means that nothing was written in between.
    var totalChanges: Int64 { sqlite3_total_changes64(handle) }

    /// False when SQLite itself rolled the transaction back, as it does after some failures of the storage.
    var inTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
}

/// The write-ahead log, of interest to the one connection that writes.
extension Connection {
    /// A page of 4 KiB and its frame header.
    static var logPageSize: Int { 4096 + 24 }

    /// Pages in the log as of the latest commit.
    var pagesInLog: Int { logPages.pointee }

    /// Switches automatic checkpoints off and keeps count of the log instead.
    func watchLog() {
        sqlite3_wal_hook(
            handle,
            { counter, _, _, pages in
                counter?.assumingMemoryBound(to: Int.self).pointee = Int(pages)
                return SQLITE_OK
            }, logPages)
    }

    /// Whether closing the last connection leaves the log as it is, instead of moving and deleting it.
    func keepLogAtClose(_ keep: Bool) { store_configure(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0) }

    /// SQLite's own handle of the log's file; nil before there is one.
    var logFile: UnsafeMutablePointer<sqlite3_file>? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file)
        return code == SQLITE_OK && file?.pointee.pMethods != nil ? file : nil
    }

    /// Moves what the log holds into the database file. Returns the pages in the log and how many of them were moved;
    /// readers of older pages make the second number the smaller one. Nothing waits for a passive one.
    func checkpoint(truncating: Bool) throws(StoreError) -> (log: Int, moved: Int) {
        var log: Int32 = 0
        var moved: Int32 = 0
        let mode = truncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, &log, &moved)
        if code != SQLITE_OK { throw failure(code) }
        return (Int(log), Int(moved))
    }
}
