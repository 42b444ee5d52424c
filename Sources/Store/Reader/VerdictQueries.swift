import CivilTime

extension Connection {
    func labels(of row: Int64) throws(StoreError) -> [Label] {
        try all("SELECT verdict, expected, note, actor, at, token FROM labels WHERE run = ?1 ORDER BY label", row) { row throws(StoreError) in
            Label(
                verdict: try row.word(), expected: row.optional { $0.bytes() }, note: row.optional { $0.text() }, by: row.text(), at: row.instant(),
                token: row.optional { $0.text() })
        }
    }

    func incidents(closed: Bool, after cursor: Cursor?, limit: Int) throws(StoreError) -> Page<Incident> {
        let after = cursor ?? Cursor(at: Instant(milliseconds: .max), row: .max)
        let found = try all(
            composed: """
                \(Incident.select) WHERE (i.closed_at IS NULL OR ?4) AND (i.opened_at, i.incident) < (?1, ?2)
                ORDER BY i.opened_at DESC, i.incident DESC LIMIT ?3
                """, [after.at, after.row, max(1, limit) + 1, closed ? 1 : 0]
        ) { row in (Incident(&row), row.integer()) }
        return Page(found, limit: max(1, limit)) { Cursor(at: $0.0.openedAt, row: $0.1) }.map(\.0)
    }

    /// Open ones, the oldest first.
    func openIncidents(after cursor: Cursor, limit: Int) throws(StoreError) -> [(Incident, row: Int64)] {
        try all(
            composed: """
                \(Incident.select) WHERE i.closed_at IS NULL AND (i.opened_at, i.incident) > (?1, ?2) ORDER BY i.opened_at, i.incident LIMIT ?3
                """, [cursor.at, cursor.row, limit]
        ) { row in (Incident(&row), row: row.integer()) }
    }

    func incident(_ prefix: String) throws(StoreError) -> Incident {
        if prefix.utf8.count < 8 { throw .prefixTooShort(prefix) }
        let found = try all(
            composed: "\(Incident.select) WHERE i.id >= ?1 AND i.id < ?1 || '~' ORDER BY i.id LIMIT 4", [prefix]
        ) { Incident(&$0) }
        guard let incident = found.first else { throw .notFound(what: "incident", name: prefix) }
        if found.count > 1 { throw .ambiguous(prefix: prefix, candidates: found.map(\.id)) }
        return incident
    }
}

extension Incident {
    fileprivate static let select = """
        SELECT i.id, i.kind, r.id, i.subject, i.summary, i.opened_at, i.closed_at, i.closed_by, i.note, i.incident
        FROM incidents AS i LEFT JOIN runs AS r USING (run)
        """

    fileprivate init(_ row: inout Row) {
        self.init(
            id: row.text(), kind: row.text(), runID: row.optional { $0.text() }, subject: row.text(), summary: row.text(), openedAt: row.instant())
        let (at, by, note) = (row.optional { $0.instant() }, row.text(), row.optional { $0.text() })
        closing = at.map { Closing(at: $0, by: by, note: note) }
    }
}
