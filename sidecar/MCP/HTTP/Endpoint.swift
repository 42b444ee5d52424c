import JSON
import Synchronization

/// The protocol over Streamable HTTP, at one path: a request in, an answer out. It knows nothing of sockets; whatever HTTP server there is
/// mounts it with `respond`, and passes on that a client has gone by cancelling.
package final class Endpoint: Sendable {
    package struct Options: Sendable {
        package var hosts: HostPolicy
        /// Nil serves everybody who gets through to it.
        package var authorization: Authorization?
        /// Sessions of the older revisions.
        package var mostSessions: Int
        package var sessionIdle: Duration
        package var keepAlive: Duration

        package init(
            hosts: HostPolicy = .loopback, authorization: Authorization? = nil, mostSessions: Int = 128, sessionIdle: Duration = .seconds(1800),
            keepAlive: Duration = .seconds(15)
        ) {
            self.hosts = hosts
            self.authorization = authorization
            self.mostSessions = mostSessions
            self.sessionIdle = sessionIdle
            self.keepAlive = keepAlive
        }
    }

    let server: Server
    let options: Options
    let clock: any Clock<Duration>
    let sessions: Mutex<SessionTable<HTTPSession>>
    private let random: @Sendable (_ count: Int) -> [UInt8]
    /// Stateless answers that are streamed, to be ended in the orderly way.
    private let streams = Mutex<[Streamed]>([])

    /// - Parameter random: bytes nobody can guess; ids of sessions are made of them.
    package init(
        _ server: Server, options: Options = Options(), clock: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable (_ count: Int) -> [UInt8]
    ) {
        self.server = server
        self.options = options
        self.clock = clock
        self.random = random
        sessions = Mutex(SessionTable(capacity: options.mostSessions, idle: options.sessionIdle))
    }

    /// Never throws; what is wrong with a request is an answer. The body of a request must have been bounded before, at best by
    /// `server.limits.bytes`.
    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        if let refusal = options.hosts.refusal(of: request) { return refusal }
        if let resource = options.authorization?.resource, request.method == "GET", request.path == resource.metadataPath {
            return EndpointResponse(200, json: resource.metadata)
        }
        var principal: String?
        switch await options.authorization?.admit(request) {
        case .success(let admitted)?: principal = admitted
        case .failure(let refused)?: return refused.response
        case nil: break
        }
        switch request.method {
        case "POST": return await post(request, principal)
        case "GET" where request["mcp-session-id"] != nil: return resume(request, principal)
        case "DELETE" where request["mcp-session-id"] != nil: return delete(request, principal)
        default: return EndpointResponse(405, refusing: "messages are sent by POST", headers: [("Allow", "POST")])
        }
    }

    /// Ends all streams and sessions. Subscriptions are told; calls under way are cancelled.
    package func close() {
        for streamed in streams.withLock({ $0 }) { streamed.end() }
        for session in sessions.withLock({ $0.removeAll() }) { session.end() }
    }

    func newSessionID() -> String {
        random(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }

    /// Remembers a streamed answer for as long as anybody reads it.
    func track(_ connection: Connection, _ outlet: Outlet) {
        streams.withLock { streams in
            streams.removeAll { $0.outlet?.hasEnded ?? true }
            streams.append(Streamed(connection: connection, outlet: outlet))
        }
    }

    private struct Streamed: Sendable {
        weak let connection: Connection?
        weak let outlet: Outlet?

        func end() {
            connection?.endSubscriptions()
            connection?.close()
            outlet?.end()
        }
    }

    private func post(_ request: EndpointRequest, _ principal: String?) async -> EndpointResponse {
        if let type = request["content-type"], type.lowercased().prefix(while: { $0 != ";" && $0 != " " }) != "application/json" {
            return EndpointResponse(415, refusing: "the body must be application/json")
        }
        guard request.accepts("application/json") || request.accepts("text/event-stream") else {
            return EndpointResponse(406, refusing: "answers are application/json or text/event-stream")
        }
        let message: Message
        do throws(UnreadableMessage) {
            message = try Message(parsing: request.body, limits: server.limits)
        } catch {
            let revision = isStateless(request, nil) ? Revision.july2026 : .newestWithSession
            let response = Message.Response(id: error.id, .error(error.error.remote(in: revision)))
            return EndpointResponse(error.error.status, json: Message.response(response).json)
        }
        return isStateless(request, message) ? await postStateless(request, message, principal) : await postInSession(request, message, principal)
    }

    /// By the header; without one, by what the body says.
    private func isStateless(_ request: EndpointRequest, _ message: Message?) -> Bool {
        if let version = request["mcp-protocol-version"] {
            guard let revision = Revision(rawValue: version) else { return true }
            if revision.isStateless { return true }
        }
        guard case .request(let body)? = message else { return false }
        return body.params["_meta"]?[MetaKey.protocolVersion] != nil
    }
}
