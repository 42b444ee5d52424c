import CivilTime

extension Connection {
    func labels(of row: Int64) throws(StoreError) -> [Label] {
        try all("SELECT verdict, expected, note, actor, at FROM labels WHERE run = ?1 ORDER BY label", row) { row throws(StoreError) in
            Label(
                verdict: try row.word(), expected: row.optional { $0.bytes() }, note: row.optional { $0.text() }, by: row.text(), at: row.instant())
        }
    }

    func incidents(closed: Bool, after cursor: Cursor?, limit: Int) throws(StoreError) -> Page<Incident> {
        let after = cursor ?? Cursor(at: Instant(milliseconds: .max), row: .max)
        let found = try all(
            """
            SELECT i.id, i.kind, r.id, i.subject, i.summary, i.opened_at, i.closed_at, i.closed_by, i.note, i.incident
            FROM incidents AS i LEFT JOIN runs AS r USING (run)
            WHERE (i.closed_at IS NULL OR ?4) AND (i.opened_at, i.incident) < (?1, ?2)
            ORDER BY i.opened_at DESC, i.incident DESC LIMIT ?3
            """, after.at, after.row, max(1, limit) + 1, closed ? 1 : 0
        ) { row in
            var incident = Incident(
                id: row.text(), kind: row.text(), runID: row.optional { $0.text() }, subject: row.text(), summary: row.text(), openedAt: row.instant())
            let (at, by, note) = (row.optional { $0.instant() }, row.text(), row.optional { $0.text() })
            incident.closing = at.map { Incident.Closing(at: $0, by: by, note: note) }
            return (incident, row.integer())
        }
        return Page(found, limit: max(1, limit)) { Cursor(at: $0.0.openedAt, row: $0.1) }.map(\.0)
    }
}
