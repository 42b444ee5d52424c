/// Runs that repeat another.
extension Connection {
    /// Copies outcomes only: an intent of the other run says nothing about this one. A body in a blob is copied too, so that either
    /// run can be deleted.
    func fork(_ run: NewRun, _ lineage: NewLineage) throws(StoreError) -> RunRecord {
        let record = try create(run)
        guard !record.existed, !record.state.isTerminal else { return record }
        var kept = 0
        for copied in try journal(of: lineage.origin).outcomes(before: lineage.before) {
            try append(copied.entry, to: record.key)
            kept += 1
        }
        try execute(
            "INSERT INTO lineage (run, origin, kept, from_step, attempt) VALUES (?1, ?2, ?3, ?4, ?5)", record.key.rowID, lineage.origin, kept,
            lineage.fromStep, lineage.attempt)
        return record
    }

    func repetitions(of row: Int64) throws(StoreError) -> [RunSummary] {
        try all(composed: "\(RunSummary.select) JOIN lineage AS l ON l.run = r.run WHERE l.origin = ?1 ORDER BY r.run", [row], read: RunSummary.init)
    }

    func lineage(of row: Int64) throws(StoreError) -> Lineage? {
        try first("SELECT r.id, kept, from_step, attempt FROM lineage AS l JOIN runs AS r ON r.run = l.origin WHERE l.run = ?1", row) {
            Lineage(origin: $0.text(), kept: $0.count(), fromStep: $0.optional { $0.text() }, attempt: $0.count())
        }
    }
}
