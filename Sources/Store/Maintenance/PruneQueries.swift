import CivilTime

extension Connection {
    func skills() throws(StoreError) -> [String] { try all("SELECT DISTINCT skill FROM versions ORDER BY skill") { $0.text() } }

    /// Of a run `r`: what is kept for its own sake.
    private static let isKept = """
        (r.finished_at IS NULL OR EXISTS (SELECT 1 FROM labels AS l WHERE l.run = r.run) OR EXISTS (SELECT 1 FROM lineage AS l WHERE l.origin = r.run)
            OR EXISTS (SELECT 1 FROM incidents AS i INDEXED BY incidents_open WHERE i.closed_at IS NULL AND i.run = r.run))
        """

    /// Of a run `r` at the top: whether it may go with all below it.
    private static let mayGo = """
        r.root IS NULL AND NOT \(isKept) AND NOT EXISTS (SELECT 1 FROM runs AS c WHERE c.root = r.run
            AND \(isKept.replacing("r.", with: "c.")))
        """

    /// The runs at the top that may go, the oldest first: those that ended before a time, or, with a skill, all but its latest.
    func prunable(_ retention: Retention, skill: String?, after cursor: Cursor?, limit: Int) throws(StoreError) -> Page<Int64> {
        let after = cursor ?? Cursor(at: Instant(milliseconds: .min), row: 0)
        let found: [(Int64, Instant)]
        if let skill {
            guard let bound = try latestToGo(of: skill, keeping: retention.perSkill ?? .max) else { return Page() }
            let streams = Self.terminalStates.map {
                """
                SELECT created_at, run FROM runs AS r INDEXED BY runs_skill WHERE finished_at IS NOT NULL AND skill = ?1 AND state = '\($0)'
                    AND (created_at, run) > (?2, ?3) AND (created_at, run) <= (?4, ?5) AND \(Self.mayGo)
                """
            }
            found = try all(
                composed: streams.joined(separator: " UNION ALL ") + " ORDER BY 1, 2 LIMIT ?6", [skill, after.at, after.row, bound.at, bound.row, limit + 1]
            ) { row in
                let at = row.instant()
                return (row.integer(), at)
            }
        } else {
            guard let before = retention.endedBefore else { return Page() }
            found = try all(
                composed: """
                    SELECT created_at, run FROM runs AS r INDEXED BY runs_time WHERE created_at < ?1 AND finished_at < ?1
                        AND (created_at, run) > (?2, ?3) AND \(Self.mayGo) ORDER BY created_at, run LIMIT ?4
                    """, [before, after.at, after.row, limit + 1]
            ) { row in
                let at = row.instant()
                return (row.integer(), at)
            }
        }
        return Page(found, limit: limit) { Cursor(at: $0.1, row: $0.0) }.map(\.0)
    }

    private static let terminalStates = RunState.allCases.filter(\.isTerminal).map(\.rawValue)

    /// The newest run at the top of a skill that is beyond the number kept.
    private func latestToGo(of skill: String, keeping count: Int) throws(StoreError) -> Cursor? {
        let streams = Self.terminalStates.map {
            "SELECT created_at, run FROM runs INDEXED BY runs_skill WHERE finished_at IS NOT NULL AND skill = ?1 AND state = '\($0)' AND root IS NULL"
        }
        return try first(composed: streams.joined(separator: " UNION ALL ") + " ORDER BY 1 DESC, 2 DESC LIMIT 1 OFFSET ?2", [skill, count]) {
            Cursor(at: $0.instant(), row: $0.integer())
        }
    }

    /// Takes out runs with all below them, and gives up to 500 free pages back to the file system. What may not go (any more) stays.
    func prune(_ roots: [Int64]) throws(StoreError) -> Pruned {
        var sum = Pruned()
        for root in roots {
            let mayGo = try first(composed: "SELECT 1 FROM runs AS r WHERE r.run = ?1 AND \(Self.mayGo)", [root]) { $0.count() } != nil
            guard mayGo else { continue }
            // A row has a greater number than its parent's, so that no row goes before those that name it.
            let tree = try all("SELECT run FROM runs WHERE root = ?1 ORDER BY run DESC", root) { $0.integer() }
            for run in tree + [root] { sum += try remove(run) }
        }
        try execute(script: "PRAGMA incremental_vacuum(500)")
        return sum
    }

    private func remove(_ run: Int64) throws(StoreError) -> Pruned {
        var sum = Pruned()
        let blobs = try all(
            """
            SELECT blob FROM journal WHERE run = ?1 AND blob IS NOT NULL UNION ALL SELECT input_blob FROM documents WHERE run = ?1
            UNION ALL SELECT output_blob FROM documents WHERE run = ?1 UNION ALL SELECT error_blob FROM documents WHERE run = ?1
            """, run
        ) { $0.optional { $0.integer() } }
        sum.journalEntries = try execute("DELETE FROM journal WHERE run = ?1", run)
        sum.fires = try execute("DELETE FROM fires WHERE run = ?1", run)
        for sql: StaticString in [
            "DELETE FROM documents WHERE run = ?1", "DELETE FROM wakes WHERE run = ?1", "DELETE FROM cancellations WHERE run = ?1",
            "DELETE FROM pauses WHERE run = ?1",
            "DELETE FROM waits WHERE run = ?1", "DELETE FROM lineage WHERE run = ?1",
        ] {
            try execute(sql, run)
        }
        for blob in blobs.compactMap(\.self) { try execute("DELETE FROM blobs WHERE blob = ?1", blob) }
        sum.runs = try execute("DELETE FROM runs WHERE run = ?1", run)
        return sum
    }
}
