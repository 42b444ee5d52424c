import CSQLite

/// What a question may do: read the views, and call functions. Anything else is refused while it is prepared.
///
/// Tables are read for the inner views alone, whose name no statement can hold. A read of no column is SQLite's way to tell of a table
/// of which only the number of rows counts.
func judge(
    _ action: Int32, _ table: UnsafePointer<CChar>?, _ column: UnsafePointer<CChar>?, _ database: UnsafePointer<CChar>?,
    _ reader: UnsafePointer<CChar>?
) -> Int32 {
    switch action {
    case SQLITE_SELECT, SQLITE_FUNCTION, SQLITE_RECURSIVE: SQLITE_OK
    case SQLITE_READ: mayRead(text(table), column: text(column), of: text(database), for: text(reader)) ? SQLITE_OK : SQLITE_DENY
    default: SQLITE_DENY
    }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

private func mayRead(_ table: String, column: String, of database: String, for reader: String) -> Bool {
    if column.isEmpty || reader.hasPrefix(HistoryView.innerMark) { return true }
    if database == "temp" { return table.hasPrefix(HistoryView.innerMark) || HistoryView.all.contains { $0.name == table } }
    return table == "json_each" || table == "json_tree"
}
