/// What a question in SQL may take.
package struct SQLLimits: Sendable, Hashable {
    /// Rows that are given back.
    package var rows: Int
    /// From the first row to the last.
    package var time: Duration
    /// Of all values together.
    package var bytes: Int

    package init(rows: Int = 1_000, time: Duration = .seconds(5), bytes: Int = 16 << 20) {
        self.rows = rows
        self.time = time
        self.bytes = bytes
    }
}

/// A value as SQLite has it.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])

    var size: Int {
        switch self {
        case .null, .integer, .real: 8
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }
}

/// What came of a question in SQL.
package struct SQLAnswer: Sendable, Hashable {
    package let columns: [String]
    /// A value a column each.
    package let rows: [[SQLValue]]
    /// Whether there was more than the limits of rows and bytes allow.
    package let isCut: Bool
}
