import CivilTime

extension WaitRecord {
    static let select = """
        SELECT w.id, r.id, r.skill, w.path, w.attempt, w.kind, w.step, w.event_name, w.request, w.state, w.opened_at, w.until,
            w.resolved_at, w.resolved_by, w.resolution, w.wait
        FROM waits AS w JOIN runs AS r USING (run)
        """

    init(_ row: inout Row) throws(StoreError) {
        id = row.text()
        runID = row.text()
        skill = row.text()
        call = CallKey(path: row.text(), attempt: row.count())
        kind = try row.word()
        step = row.text()
        eventName = row.optional { $0.text() }
        request = row.bytes()
        state = try row.word()
        openedAt = row.instant()
        until = row.optional { $0.instant() }
        let (at, by, body) = (row.optional { $0.instant() }, row.text(), row.bytes())
        resolution = at.map { Resolution(at: $0, by: by, body: body) }
    }
}

extension Connection {
    func waits(of run: Int64) throws(StoreError) -> [WaitRecord] {
        try all(composed: "\(WaitRecord.select) WHERE w.run = ?1 ORDER BY w.wait", [run], read: WaitRecord.init)
    }

    func wait(_ prefix: String) throws(StoreError) -> WaitRecord {
        if prefix.utf8.count < 8 { throw .prefixTooShort(prefix) }
        let found = try all(
            composed: "\(WaitRecord.select) WHERE w.id >= ?1 AND w.id < ?1 || '~' ORDER BY w.id LIMIT 4", [prefix], read: WaitRecord.init)
        guard let wait = found.first else { throw .notFound(what: "question", name: prefix) }
        if found.count > 1 { throw .ambiguous(prefix: prefix, candidates: found.map(\.id)) }
        return wait
    }

    static let inbox = inbox("")

    /// - Parameter more: a further condition, in this module's own words.
    static func inbox(_ more: String) -> String {
        """
        \(WaitRecord.select) JOIN (
            SELECT opened_at, wait FROM waits INDEXED BY waits_inbox
            WHERE state = 'open' AND event_name IS NULL AND (opened_at, wait) > (?1, ?2) \(more)
            ORDER BY opened_at, wait LIMIT ?3) AS k ON k.wait = w.wait
        ORDER BY k.opened_at, k.wait
        """
    }

    func inbox(after cursor: Cursor?, limit: Int) throws(StoreError) -> Page<WaitRecord> {
        let after = cursor ?? Cursor(at: Instant(milliseconds: .min), row: 0)
        let found = try all(composed: Self.inbox, [after.at, after.row, max(1, limit) + 1]) { row throws(StoreError) in
            (try WaitRecord(&row), row.integer())
        }
        return Page(found, limit: max(1, limit)) { Cursor(at: $0.0.openedAt, row: $0.1) }.map(\.0)
    }

    func memory(_ scope: String, prefix: String, limit: Int) throws(StoreError) -> [(key: String, value: MemoryValue)] {
        try all(
            "SELECT key, value, revision FROM memory WHERE scope = ?1 AND key >= ?2 AND substr(key, 1, length(?2)) = ?2 ORDER BY key LIMIT ?3", scope,
            prefix, limit
        ) { ($0.text(), MemoryValue(value: $0.bytes(), revision: $0.count())) }
    }
}
