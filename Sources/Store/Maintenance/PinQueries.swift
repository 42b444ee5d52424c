/// What an audit reads.
extension SQLiteHistory {
    package func versions(after id: String?, limit: Int) async throws(StoreError) -> [Version] {
        try await pool.read { connection throws(StoreError) in
            try connection.all(
                "SELECT id, skill, label, document, commit_id, seen_at FROM versions WHERE id > ?1 ORDER BY id LIMIT ?2", id ?? "", limit
            ) {
                Version(
                    id: $0.text(), skill: $0.text(), label: $0.text(), document: $0.bytes(), commit: $0.optional { $0.text() },
                    seenAt: $0.instant())
            }
        }
    }

    package func danglingPins() async throws(StoreError) -> [(run: String, version: String)] {
        try await alone { connection throws(StoreError) in
            try connection.all(
                """
                SELECT r.id, p.value FROM documents AS d JOIN runs AS r USING (run), json_each(d.pins) AS p
                WHERE p.value NOT IN (SELECT id FROM versions) LIMIT 20
                """
            ) { (run: $0.text(), version: $0.text()) }
        }
    }
}

extension SQLiteStore {
    package func versions(after id: String?, limit: Int) async throws(StoreError) -> [Version] { try await history.versions(after: id, limit: limit) }
    package func danglingPins() async throws(StoreError) -> [(run: String, version: String)] { try await history.danglingPins() }
}
