/// What `verify` found.
package struct Verification: Sendable, Hashable {
    /// What is wrong, each with its place; empty when all is well.
    package let problems: [String]
    package let runs: Int
    package let journalEntries: Int
    package let blobs: Int
}

extension Connection {
    /// Looks at the whole database: SQLite's own structures, every reference, every journal, every body.
    func verify() throws(StoreError) -> Verification {
        var problems = try all("PRAGMA integrity_check(20)") { $0.text() }.filter { $0 != "ok" }
        problems += try all("PRAGMA foreign_key_check") { row in
            let (table, rowID, target) = (row.text(), row.optional { $0.integer() }, row.text())
            return "a row of \(table)\(rowID.map { " (\($0))" } ?? "") names one of \(target) that is not there"
        }
        problems += try all(
            "SELECT run, count(*), max(sequence) FROM journal GROUP BY run HAVING count(*) <> max(sequence) OR min(sequence) <> 1 LIMIT 20"
        ) { "the journal of run row \($0.integer()) has \($0.count()) entries and ends with number \($0.count())" }
        problems += try all("SELECT entry FROM journal WHERE run NOT IN (SELECT run FROM runs) LIMIT 20") {
            "journal entry \($0.integer()) belongs to no run"
        }
        problems += try all("SELECT id FROM runs WHERE run NOT IN (SELECT run FROM documents) LIMIT 20") { "run \($0.text()) has no documents" }
        problems += try all(
            "SELECT id FROM runs WHERE finished_at IS NOT NULL AND run IN (SELECT run FROM wakes) LIMIT 20"
        ) { "run \($0.text()) has ended and is to be woken" }
        problems += try all(
            """
            SELECT blob FROM blobs WHERE blob NOT IN (SELECT blob FROM journal WHERE blob IS NOT NULL)
                AND blob NOT IN (SELECT input_blob FROM documents WHERE input_blob IS NOT NULL)
                AND blob NOT IN (SELECT output_blob FROM documents WHERE output_blob IS NOT NULL)
                AND blob NOT IN (SELECT error_blob FROM documents WHERE error_blob IS NOT NULL) LIMIT 20
            """
        ) { "blob \($0.integer()) belongs to nothing" }
        problems += try all(
            "SELECT entry FROM journal LEFT JOIN blobs USING (blob) WHERE NOT json_valid(coalesce(body, CAST(bytes AS TEXT))) LIMIT 20"
        ) { "the body of journal entry \($0.integer()) is not JSON" }
        func number(_ sql: StaticString) throws(StoreError) -> Int { try first(sql) { $0.count() } ?? 0 }
        return Verification(
            problems: problems, runs: try number("SELECT count(*) FROM runs INDEXED BY runs_time"),
            journalEntries: try number("SELECT count(*) FROM journal"), blobs: try number("SELECT count(*) FROM blobs"))
    }
}
