import CSQLite
import CivilTime

/// A value that can be a parameter of a statement.
protocol Bindable {
    /// SQLite's result code.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

extension Int64: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { sqlite3_bind_int64(statement, index, self) }
}

extension Int: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { sqlite3_bind_int64(statement, index, Int64(self)) }
}

extension String: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { bindText(UnsafeRawBufferPointer($0), to: statement, at: index) }
    }
}

/// SQLite takes a null pointer for NULL, and an empty text may have no address.
private func bindText(_ text: UnsafeRawBufferPointer, to statement: OpaquePointer, at index: Int32) -> Int32 {
    store_bind_text(statement, index, text.baseAddress ?? UnsafeRawPointer(StaticString("").utf8Start), Int32(text.count))
}

/// UTF-8 text, JSON in this module: the column's type is TEXT.
extension [UInt8]: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        withUnsafeBytes { bindText($0, to: statement, at: index) }
    }
}

/// Bytes for a column of type BLOB.
struct Blob: Bindable {
    let bytes: [UInt8]

    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        if bytes.isEmpty { return sqlite3_bind_zeroblob(statement, index, 0) }
        return bytes.withUnsafeBytes { store_bind_blob(statement, index, $0.baseAddress, Int32($0.count)) }
    }
}

extension Instant: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { sqlite3_bind_int64(statement, index, milliseconds) }
}

extension Optional: Bindable where Wrapped: Bindable {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch self {
        case .some(let value): value.bind(to: statement, at: index)
        case .none: sqlite3_bind_null(statement, index)
        }
    }
}

/// States, kinds and outcomes are stored as their raw text, which a person at a SQL prompt can read.
extension Bindable where Self: RawRepresentable, RawValue == String {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { rawValue.bind(to: statement, at: index) }
}
