import CSQLite

/// A result code of SQLite, extended codes included (https://www.sqlite.org/rescode.html).
///
/// A pattern that is a primary code also matches its extended codes: `case .io` matches `SQLITE_IOERR_FSYNC`.
package struct ResultCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// The lower eight bits: what kind of failure it is.
    package var primary: ResultCode { ResultCode(rawValue: rawValue & 0xff) }

    package static let ok = ResultCode(rawValue: SQLITE_OK)
    package static let row = ResultCode(rawValue: SQLITE_ROW)
    package static let done = ResultCode(rawValue: SQLITE_DONE)
    package static let busy = ResultCode(rawValue: SQLITE_BUSY)
    package static let readOnly = ResultCode(rawValue: SQLITE_READONLY)
    package static let io = ResultCode(rawValue: SQLITE_IOERR)
    /// SQLITE_IOERR_FSYNC; a macro of an expression, which Swift does not import.
    package static let syncFailed = ResultCode(rawValue: SQLITE_IOERR | (4 << 8))
    package static let full = ResultCode(rawValue: SQLITE_FULL)
    package static let corrupt = ResultCode(rawValue: SQLITE_CORRUPT)
    package static let notADatabase = ResultCode(rawValue: SQLITE_NOTADB)
    package static let cannotOpen = ResultCode(rawValue: SQLITE_CANTOPEN)
    package static let constraint = ResultCode(rawValue: SQLITE_CONSTRAINT)
    /// SQLITE_CONSTRAINT_NOTNULL; a macro of an expression, which Swift does not import.
    package static let notNull = ResultCode(rawValue: SQLITE_CONSTRAINT | (5 << 8))

    package static func ~= (pattern: ResultCode, code: ResultCode) -> Bool {
        pattern == code || (pattern == pattern.primary && pattern == code.primary)
    }

    package var description: String { "\(String(cString: sqlite3_errstr(rawValue))) (\(rawValue))" }
}
