import CivilTime
import JSON
import Store
import Workspace

/// What agents' tools were called for.
struct ToolCallRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.get, "/tool-calls", needs: .viewer, query: ["limit", "cursor"], answer: list),
            Route(
                .post, "/tool-calls", needs: .viewer, fields: ["tool", "arguments_hash", "outcome", "duration_ms", "client", "client_version"],
                answer: record),
        ]
    }

    private func list(_ question: Question) async throws -> Answer {
        let page = try await backend.store.toolCalls(after: try question.query.cursor(), limit: try question.limit())
        return .list(page.items.map(Self.json), next: page.next)
    }

    /// The time and the token are the server's own knowledge; the rest is what the tools say.
    private func record(_ question: Question) async throws -> Answer {
        let fields = question.fields
        let hash = try fields.required("arguments_hash")
        guard hash.utf8.count == 64 else { throw Fields.refusal("arguments_hash", "must be 64 hexadecimal digits") }
        guard let milliseconds = fields.value("duration_ms")?.int, (0...86_400_000).contains(milliseconds) else {
            throw Fields.refusal("duration_ms", "must be a whole number from 0 to 86400000")
        }
        let call = ToolCallRecord(
            at: backend.now, token: question.holder.name, client: try fields.text("client", upTo: 200),
            clientVersion: try fields.text("client_version", upTo: 200), tool: try fields.required("tool"), argumentsHash: hash,
            outcome: try fields.required("outcome"), duration: .milliseconds(milliseconds),
            tokenID: question.holder.id)
        try await backend.store.record(call)
        return Answer(.created, Self.json(call))
    }

    private static func json(_ call: ToolCallRecord) -> JSON {
        [
            "at": .time(call.at), "token": .string(call.token), "token_id": .text(call.tokenID), "client": .text(call.client),
            "client_version": .text(call.clientVersion),
            "tool": .string(call.tool), "arguments_hash": .string(call.argumentsHash), "outcome": .string(call.outcome),
            "duration_ms": .milliseconds(call.duration),
        ]
    }
}
