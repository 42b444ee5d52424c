import CivilTime

extension LoopRecord {
    static let select = """
        SELECT name, specification_hash, paused_by, paused_at, paused_reason, watermark, next_at, consecutive_failures, revision FROM loops
        """

    init(_ row: inout Row) {
        name = row.text()
        specificationHash = row.text()
        let (by, at, reason) = (row.text(), row.optional { $0.instant() }, row.optional { $0.text() })
        pause = at.map { Pause(by: by, at: $0, reason: reason) }
        watermark = row.instant()
        nextAt = row.optional { $0.instant() }
        consecutiveFailures = row.count()
        revision = row.integer()
    }
}

extension FireRecord {
    static let select = """
        SELECT f.loop, f.nominal_at, f.outcome, f.detail, f.count, f.through_at, f.decided_at, f.run, r.id, r.state
        FROM fires AS f LEFT JOIN runs AS r USING (run)
        """

    /// Left to itself, SQLite reads the loop's whole ledger.
    static let buffered = """
        \(select) WHERE f.loop = ?1 AND f.nominal_at IN (
            SELECT nominal_at FROM fires INDEXED BY fires_buffered WHERE loop = ?1 AND outcome = 'buffered')
        ORDER BY f.nominal_at
        """

    init(_ row: inout Row) throws(StoreError) {
        loop = row.text()
        fire = Fire(
            nominalAt: row.instant(), outcome: try row.word(), detail: row.optional { $0.text() }, count: row.count(),
            throughAt: row.optional { $0.instant() })
        decidedAt = row.instant()
        if let run = row.optional({ $0.integer() }) {
            self.run = StartedRun(row: run, id: row.text(), state: try row.word())
        } else {
            run = nil
        }
    }
}

extension Connection {
    func loop(_ name: String) throws(StoreError) -> LoopRecord {
        let found = try first(composed: "\(LoopRecord.select) WHERE name = ?1", [name]) { LoopRecord(&$0) }
        guard let found else { throw .notFound(what: "loop", name: name) }
        return found
    }

    func loops() throws(StoreError) -> [LoopRecord] {
        try all(composed: "\(LoopRecord.select) ORDER BY name", []) { LoopRecord(&$0) }
    }

    func fires(of loop: String, after cursor: Cursor?, limit: Int) throws(StoreError) -> Page<FireRecord> {
        let limit = max(1, limit)
        let before = cursor?.at ?? Instant(milliseconds: .max)
        let found = try all(
            composed: "\(FireRecord.select) WHERE f.loop = ?1 AND f.nominal_at < ?2 ORDER BY f.nominal_at DESC LIMIT ?3",
            [loop, before, limit + 1], read: FireRecord.init)
        return Page(found, limit: limit) { Cursor(at: $0.fire.nominalAt, row: 0) }
    }

    func bufferedFires(of loop: String) throws(StoreError) -> [FireRecord] {
        try all(composed: FireRecord.buffered, [loop], read: FireRecord.init)
    }
}
