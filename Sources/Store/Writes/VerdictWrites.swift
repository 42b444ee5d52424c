import CivilTime

/// Verdicts on runs, and incidents.
extension Connection {
    func label(_ row: Int64, _ label: Label) throws(StoreError) {
        try execute(
            "INSERT INTO labels (run, verdict, expected, note, actor, at, token) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", row, label.verdict,
            label.expected, label.note, label.by, label.at, label.token)
    }

    func open(_ incident: Incident) throws(StoreError) {
        try execute(
            """
            INSERT INTO incidents (id, kind, run, subject, summary, opened_at)
            VALUES (?1, ?2, (SELECT run FROM runs WHERE id = ?3), ?4, ?5, ?6)
            """, incident.id, incident.kind, incident.runID, incident.subject, incident.summary, incident.openedAt)
    }

    func closeIncident(_ id: String, by: String, note: String?, at: Instant) throws(StoreError) {
        let known = try first("SELECT 1 FROM incidents WHERE id = ?1", id) { _ in true }
        if known == nil { throw .notFound(what: "incident", name: id) }
        try execute(
            "UPDATE incidents SET closed_at = ?2, closed_by = ?3, note = ?4 WHERE id = ?1 AND closed_at IS NULL", id, at, by, note)
    }
}
