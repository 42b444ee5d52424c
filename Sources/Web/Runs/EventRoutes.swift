import Engine
import JSON

/// Events from outside.
struct EventRoutes: Sendable {
    let backend: Backend

    var routes: [Route] { [Route(.post, "/events", needs: .operator, fields: ["name", "payload", "id"], answer: emit)] }

    /// 202 with the number of waiting calls it reached. A known id changes nothing and reaches none.
    private func emit(_ question: Question) async throws -> Answer {
        let name = try question.fields.required("name")
        let reached = try await backend.engine.emit(
            id: try question.fields.text("id", upTo: 255), name: name, payload: question.fields.value("payload") ?? [:])
        return Answer(.accepted, ["name": .string(name), "reached": .count(reached)])
    }
}
