import CSQLite

/// One statement of a person or an agent, prepared, and gone when it is answered.
final class Question {
    private let handle: OpaquePointer

    /// Throws `question` for no statement, more than one, and one that writes.
    init(_ sql: String, database: OpaquePointer) throws(StoreError) {
        var sql = sql
        let (code, handle, more) = sql.withUTF8 { Self.prepare($0, database) }
        guard code == SQLITE_OK else { throw StoreError(code, of: database) }
        guard let handle else { throw .question("there is no statement") }
        self.handle = handle
        if more { throw .question("only one statement is answered at a time") }
        if sqlite3_stmt_readonly(handle) == 0 { throw .question("the statement would write") }
    }

    deinit { sqlite3_finalize(handle) }

    /// The first statement of the text, and whether anything but blanks, comments and semicolons follows.
    private static func prepare(_ text: UnsafeBufferPointer<UInt8>, _ database: OpaquePointer) -> (Int32, OpaquePointer?, Bool) {
        text.withMemoryRebound(to: CChar.self) { text in
            var start = text.baseAddress
            var first: OpaquePointer?
            while let from = start, let base = text.baseAddress, from < base + text.count {
                var statement: OpaquePointer?
                var rest: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(database, from, Int32(base + text.count - from), 0, &statement, &rest)
                // What is wrong with a second statement does not matter: there is one.
                if code != SQLITE_OK { return first == nil ? (code, nil, false) : (SQLITE_OK, first, true) }
                if let statement, first != nil {
                    sqlite3_finalize(statement)
                    return (SQLITE_OK, first, true)
                }
                if let statement { first = statement }
                start = rest
            }
            return (SQLITE_OK, first, false)
        }
    }

    func answer(_ limits: SQLLimits) throws(StoreError) -> SQLAnswer {
        let width = sqlite3_column_count(handle)
        let columns = (0..<width).map { sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? "" }
        var rows: [[SQLValue]] = []
        var bytes = 0
        while try step() {
            let row = (0..<width).map(value)
            bytes += row.reduce(0) { $0 + $1.size }
            if rows.count == limits.rows || bytes > limits.bytes { return SQLAnswer(columns: columns, rows: rows, isCut: true) }
            rows.append(row)
        }
        return SQLAnswer(columns: columns, rows: rows, isCut: false)
    }

    private func step() throws(StoreError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        case let code: throw StoreError(code, of: sqlite3_db_handle(handle))
        }
    }

    private func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        case SQLITE_NULL: .null
        case SQLITE_TEXT: .text(String(decoding: bytes(column), as: UTF8.self))
        default: .bytes([UInt8](bytes(column)))
        }
    }

    private func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }
}
