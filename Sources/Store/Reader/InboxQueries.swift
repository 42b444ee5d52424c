import CivilTime

/// The inbox is three tables in one list. The place of a row in it is the time it was opened and, for rows of one time, four times its row id
/// plus the number of its table; so each table is read in its own order, and a cursor means the same to all three.
extension Connection {
    func inbox(_ filter: InboxFilter, after cursor: Cursor?, limit: Int) throws(StoreError) -> Page<InboxItem> {
        let limit = max(1, limit)
        func start(_ table: Int64) -> Cursor {
            guard let cursor else { return Cursor(at: Instant(milliseconds: .min), row: 0) }
            return Cursor(at: cursor.at, row: (cursor.row - table) >> 2)
        }
        var found: [(item: InboxItem, place: Cursor)] = []
        func add(_ item: InboxItem, _ row: Int64, _ table: Int64) { found.append((item, Cursor(at: item.openedAt, row: row << 2 + table))) }
        let asked = [InboxItem.Kind.human, .unknown, .toolApproval].filter(filter.includes)
        if !asked.isEmpty {
            let words = asked.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            let waits = try all(composed: Self.inbox("AND kind IN (\(words))"), [start(0).at, start(0).row, limit + 1]) { row throws(StoreError) in
                (try WaitRecord(&row), row: row.integer())
            }
            for (wait, row) in waits { add(.wait(wait), row, 0) }
        }
        if filter.includes(.proposal) {
            for (proposal, row) in try waitingProposals(of: filter.proposer, at: filter.now, after: start(1), limit: limit + 1) {
                add(.proposal(proposal), row, 1)
            }
        }
        if filter.includes(.incident) {
            for (incident, row) in try openIncidents(after: start(2), limit: limit + 1) { add(.incident(incident), row, 2) }
        }
        found.sort { ($0.place.at, $0.place.row) < ($1.place.at, $1.place.row) }
        return Page(Array(found.prefix(limit + 1)), limit: limit, place: \.place).map(\.item)
    }
}

extension SQLiteHistory {
    package func inbox(_ filter: InboxFilter, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<InboxItem> {
        try await pool.read { connection throws(StoreError) in try connection.inbox(filter, after: cursor, limit: limit) }
    }
}

extension SQLiteStore {
    package func inbox(_ filter: InboxFilter, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<InboxItem> {
        try await history.inbox(filter, after: cursor, limit: limit)
    }
}
