import JSON
import Store

/// What a person must look at and no run waits for.
struct IncidentRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.get, "/incidents", needs: .viewer, query: ["closed", "limit", "cursor"], answer: list),
            Route(.get, "/incidents/{id}", needs: .viewer, answer: show),
            Route(.post, "/incidents/{id}/close", needs: .operator, fields: ["note"], answer: close),
        ]
    }

    /// The latest first; open ones unless `closed`.
    private func list(_ question: Question) async throws -> Answer {
        let page = try await backend.store.incidents(
            closed: try question.query.flag("closed"), after: try question.query.cursor(), limit: try question.limit())
        return .list(page.items.map(Self.json), next: page.next)
    }

    private func show(_ question: Question) async throws -> Answer {
        Answer(.ok, Self.json(try await backend.store.incident(question["id"].lowercased())))
    }

    /// Closing a closed one keeps the first closing.
    private func close(_ question: Question) async throws -> Answer {
        let note = try question.fields.text("note")
        let incident = try await backend.store.incident(question["id"].lowercased())
        try await backend.store.closeIncident(incident.id, by: question.holder.signature, note: note, at: backend.now)
        return Answer(.ok, Self.json(try await backend.store.incident(incident.id)))
    }

    private static func json(_ incident: Incident) -> JSON {
        [
            "id": .string(incident.id), "kind": .string(incident.kind), "run_id": .text(incident.runID), "subject": .string(incident.subject),
            "summary": .string(incident.summary), "opened_at": .time(incident.openedAt), "closed_at": .time(incident.closing?.at),
            "closed_by": .text(incident.closing?.by), "note": .text(incident.closing?.note),
        ]
    }
}
