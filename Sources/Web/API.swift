import JSON
import Logging
import Workspace

/// The HTTP API apart from HTTP: takes what a request says and gives the answer, whatever goes wrong.
///
/// Every request passes, in this order: the check of host and origin, authentication, the choice of a route, the check of the scope,
/// the checks of query and body. Only then does a route look at anything.
struct API: Sendable {
    static let prefix = "/api/v1"
    /// Bytes of a body.
    static let largestBody = 1 << 20

    let hosts: HostCheck
    let authentication: Authentication
    let routes: RouteTable
    let logger: Logger

    /// - Parameter body: reads the body; called for requests that may have one, after all checks that need none.
    func answer(_ head: RequestHead, body: () async throws -> [UInt8]) async -> Answer {
        do {
            try hosts.check(head)
            return await answer(head, as: try authentication.holder(of: head), body: body)
        } catch {
            return Answer(refusal(of: error, to: head))
        }
    }

    /// The same for a caller who is known already.
    func answer(_ head: RequestHead, as holder: TokenSet.Holder, body: () async throws -> [UInt8]) async -> Answer {
        do {
            let (route, parameters) = try routes.route(for: head)
            try route.admit(holder.scope)
            let query = try Query(head.query, known: route.query)
            let fields = route.method == .post ? try Fields(try await body(), known: route.fields) : .none
            let answer = try await route.answer(
                Question(holder: holder, parameters: parameters, query: query, fields: fields, key: head.idempotencyKey, lastEventID: head.lastEventID))
            return route.method == .get ? answer.tagged(unless: head.ifNoneMatch) : answer
        } catch {
            return Answer(refusal(of: error, to: head))
        }
    }

    /// What is not meant for the caller goes to the log.
    private func refusal(of error: any Error, to head: RequestHead) -> Refusal {
        if let refusal = Refusal(explaining: error) { return refusal }
        logger.error("a request failed", metadata: ["method": "\(head.method)", "path": "\(head.path)", "error": "\(error)"])
        return Refusal(.failed, "internal", "the server could not do this; its log has the reason")
    }
}

extension API {
    init(hosts: HostCheck, authentication: Authentication, backend: Backend, logger: Logger) {
        let routes =
            StatusRoutes(backend: backend).routes + HistoryRoutes(backend: backend).routes + RunRoutes(backend: backend).routes
            + LoopRoutes(backend: backend).routes + SkillRoutes(backend: backend).routes + LiveRoutes(backend: backend).routes + AdoptRoutes(backend: backend).routes
            + PauseRoutes(backend: backend).routes
            + InboxRoutes(backend: backend).routes + IncidentRoutes(backend: backend).routes + RepetitionRoutes(backend: backend).routes
            + LabelRoutes(backend: backend).routes + EventRoutes(backend: backend).routes + ProposalRoutes(backend: backend).routes
            + SkillHistoryRoutes(backend: backend).routes + AuditRoutes(backend: backend).routes + ToolCallRoutes(backend: backend).routes
            + SecretRoutes(backend: backend).routes
            + DryRunRoutes(backend: backend).routes
            + TokenRoutes(backend: backend, tokens: authentication.tokens).routes
        let description = OpenAPIRoutes(version: backend.info.version, others: routes).routes
        self.init(hosts: hosts, authentication: authentication, routes: RouteTable(routes + description), logger: logger)
    }
}
