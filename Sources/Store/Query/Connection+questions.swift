import CSQLite

extension Connection {
    /// Makes the views that questions are asked of. They live in the connection, never in the file.
    func addHistoryViews() throws(StoreError) {
        // First: it drops the views there are. What is sorted goes to a file when it is large.
        try execute(script: "PRAGMA temp_store = DEFAULT; PRAGMA query_only = 0")
        for view in HistoryView.all { try execute(script: view.definition) }
        // Made at their first use, by statements that a question may not make.
        try execute(script: "SELECT 1 FROM json_each('[]'), json_tree('[]')")
        try execute(script: "PRAGMA query_only = 1")
        // Nobody needs a gigabyte of zeros.
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 32 << 20)
    }

    /// Answers one statement that only reads the views.
    ///
    /// Three guards hold it: the connection cannot write, the authorizer lets nothing be read but the views, and the clock is looked at
    /// every few thousand steps of SQLite's machine.
    func answer(_ sql: String, _ limits: SQLLimits) throws(StoreError) -> SQLAnswer {
        if sql.unicodeScalars.contains(where: { $0.value < 32 && !"\t\n\r\u{C}".unicodeScalars.contains($0) }) {
            throw .question("the statement holds a control character")
        }
        let end = ContinuousClock.now + limits.time
        let clock = QuestionClock(end)
        sqlite3_set_authorizer(handle, { _, action, table, column, database, reader in judge(action, table, column, database, reader) }, nil)
        sqlite3_progress_handler(
            handle, 4_000, { $0.map { Unmanaged<QuestionClock>.fromOpaque($0).takeUnretainedValue().look() } == true ? 1 : 0 },
            Unmanaged.passUnretained(clock).toOpaque())
        defer {
            sqlite3_progress_handler(handle, 0, nil, nil)
            sqlite3_set_authorizer(handle, nil, nil)
        }
        do throws(StoreError) {
            return try withExtendedLifetime(clock) { () throws(StoreError) in try Question(sql, database: handle).answer(limits) }
        } catch {
            if clock.isOver { throw .questionTooLong(limits.time) }
            if case .sqlite(_, let message) = error { throw .question(message) }
            throw error
        }
    }
}

/// The clock of one question; lives on the thread that asks.
final class QuestionClock {
    let end: ContinuousClock.Instant
    private(set) var isOver = false

    init(_ end: ContinuousClock.Instant) { self.end = end }

    /// Whether the time is over; stays so once it is.
    func look() -> Bool {
        if !isOver { isOver = ContinuousClock.now >= end }
        return isOver
    }
}

