import CSQLite

extension StoreError {
    /// The failure of a connection's latest call, in SQLite's words. Where the file is the trouble, it is named.
    init(_ code: Int32, of database: OpaquePointer) {
        let code = ResultCode(rawValue: code)
        let message = String(cString: sqlite3_errmsg(database))
        guard [.full, .io, .corrupt, .notADatabase].contains(code.primary), let path = sqlite3_db_filename(database, "main") else {
            self.init(code: code, message: message)
            return
        }
        self.init(code: code, message: "\(String(cString: path)): \(message)")
    }
}
