import CSQLite
import CivilTime

/// The current row of a statement, read column by column from left to right. Valid until the statement's next step.
struct Row {
    private let statement: OpaquePointer
    private var index: Int32 = -1

    init(_ statement: OpaquePointer) { self.statement = statement }

    mutating func integer() -> Int64 {
        index += 1
        return sqlite3_column_int64(statement, index)
    }

    mutating func count() -> Int { Int(integer()) }

    mutating func bool() -> Bool { integer() != 0 }

    mutating func instant() -> Instant { Instant(milliseconds: integer()) }

    mutating func text() -> String {
        index += 1
        return String(decoding: current(), as: UTF8.self)
    }

    /// The bytes of a TEXT or BLOB column.
    mutating func bytes() -> [UInt8] {
        index += 1
        return [UInt8](current())
    }

    /// Nil for NULL, else what `read` makes of the column.
    mutating func optional<Value>(_ read: (inout Row) -> Value) -> Value? {
        if sqlite3_column_type(statement, index + 1) == SQLITE_NULL {
            index += 1
            return nil
        }
        return read(&self)
    }

    /// A closed vocabulary stored as text. A word outside it means that something else wrote the file.
    mutating func word<Value: RawRepresentable<String>>(_ type: Value.Type = Value.self) throws(StoreError) -> Value {
        let text = text()
        guard let value = Value(rawValue: text) else { throw .corrupt("\"\(text)\" is no \(Value.self)") }
        return value
    }

    /// `sqlite3_column_blob` comes before `_bytes`, as its documentation asks.
    private func current() -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement, index)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
    }
}
