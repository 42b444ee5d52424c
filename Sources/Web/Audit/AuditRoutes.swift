import Registry
import Workspace

/// Whether the record of what went live agrees with itself.
struct AuditRoutes: Sendable {
    let backend: Backend

    var routes: [Route] { [Route(.post, "/audit/verify", needs: .operator, answer: verify)] }

    /// Takes as long as reading the repository's history and the database.
    private func verify(_ question: Question) async throws -> Answer { Answer(.ok, try await backend.registry.audit().json) }
}
