import CSQLite

/// A prepared statement. Belongs to its connection and to the thread that uses it.
final class Statement {
    private let handle: OpaquePointer

    /// `PERSISTENT` tells SQLite that the statement will be kept, so its memory stays out of the lookaside pool.
    init(_ sql: UnsafePointer<CChar>, length: Int, database: OpaquePointer) throws(StoreError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(database, sql, Int32(length), UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else { throw StoreError(code, of: database) }
        self.handle = handle
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds a value to each parameter, the first to `?1`.
    func bind<each Value: Bindable>(_ values: repeat each Value) throws(StoreError) {
        var index: Int32 = 0
        var code = SQLITE_OK
        for value in repeat each values {
            index += 1
            let result = value.bind(to: handle, at: index)
            if result != SQLITE_OK { code = result }
        }
        if code != SQLITE_OK { throw failure(code) }
    }

    /// Binds one value, for statements put together at run time.
    func bind(_ value: any Bindable, at index: Int) throws(StoreError) {
        let code = value.bind(to: handle, at: Int32(index))
        if code != SQLITE_OK { throw failure(code) }
    }

    /// True when a row is ready to be read, false at the end. After a failure the statement is reset.
    func step() throws(StoreError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let error = failure(code)
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs a statement that returns no rows and makes it ready for the next use. The result is SQLite's code, `done`
    /// when all went well, so that a caller can tell an expected violation from a failure without text being put together.
    func complete() -> ResultCode {
        let code = ResultCode(rawValue: sqlite3_step(handle))
        sqlite3_reset(handle)
        return code
    }

    func reset() { sqlite3_reset(handle) }

    var row: Row { Row(handle) }

    /// The failure of the latest call, with the connection's message for it.
    func failure(_ code: Int32) -> StoreError { StoreError(code, of: sqlite3_db_handle(handle)) }
}
