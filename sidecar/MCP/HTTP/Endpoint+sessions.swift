import JSON

/// The older revisions: `initialize` founds a session, which a header names from then on.
extension Endpoint {
    func postInSession(_ http: EndpointRequest, _ message: Message, _ principal: String?) async -> EndpointResponse {
        if case .request(let request) = message, request.method == "initialize" { return await found(request, http, principal) }
        guard http["mcp-session-id"] != nil else {
            return EndpointResponse(400, refusing: "send \"initialize\" first, then its session in the header Mcp-Session-Id")
        }
        guard let session = session(http, principal) else { return unknownSession }
        guard case .request(let request) = message else {
            session.connection.receive(message)
            return EndpointResponse(202)
        }
        return await answer(request, http, session)
    }

    /// The stream of what concerns no request, or the rest of one that broke (`Last-Event-ID`).
    func resume(_ http: EndpointRequest, _ principal: String?) -> EndpointResponse {
        guard http.accepts("text/event-stream") else { return EndpointResponse(406, refusing: "the stream is text/event-stream") }
        guard let session = session(http, principal) else { return unknownSession }
        guard let outlet = session.listen(after: http["last-event-id"]) else {
            return EndpointResponse(400, refusing: "Last-Event-ID names no event of this session")
        }
        return EndpointResponse(stream: stream(outlet, session))
    }

    func delete(_ http: EndpointRequest, _ principal: String?) -> EndpointResponse {
        guard let id = http["mcp-session-id"], let session = session(http, principal) else { return unknownSession }
        _ = sessions.withLock { $0.remove(id) }
        session.end()
        return EndpointResponse(204)
    }

    private func found(_ request: Message.Request, _ http: EndpointRequest, _ principal: String?) async -> EndpointResponse {
        let session = HTTPSession(server, principal: principal)
        guard let response = await session.receive(request, isMarked: false)?.response(), session.connection.revision != nil else {
            session.end()
            return EndpointResponse(400, refusing: "the parameters of \"initialize\" cannot be used")
        }
        let id = newSessionID()
        let now = server.now()
        for gone in sessions.withLock({ $0.insert(session, id: id, at: now) }) { gone.end() }
        return EndpointResponse(200, json: Message.response(response).json, headers: [("Mcp-Session-Id", id)])
    }

    /// Calls are streamed, for the client may be asked something on the way; other requests are answered at once.
    private func answer(_ request: Message.Request, _ http: EndpointRequest, _ session: HTTPSession) async -> EndpointResponse {
        let isStreamed = ["tools/call", "prompts/get", "resources/read"].contains(request.method) && http.accepts("text/event-stream")
        guard let outlet = session.receive(request, isMarked: isStreamed && session.connection.revision == .november2025) else {
            return EndpointResponse(400, refusing: "a request with the id \(request.id.json.text(.compact)) is under way already")
        }
        if isStreamed { return EndpointResponse(stream: stream(outlet, session)) }
        guard let response = await outlet.response() else {
            return EndpointResponse(503, refusing: "the request was cancelled, or the session has ended")
        }
        return EndpointResponse(200, json: Message.response(response).json)
    }

    private func stream(_ outlet: Outlet, _ session: HTTPSession) -> EventStream {
        outlet.stream(keepAlive: options.keepAlive, clock) { session.forget(outlet) }
    }

    /// Nil as well when it belongs to somebody else.
    private func session(_ http: EndpointRequest, _ principal: String?) -> HTTPSession? {
        let now = server.now()
        guard let id = http["mcp-session-id"], let session = sessions.withLock({ $0.use(id, at: now) }) else { return nil }
        return session.principal == principal ? session : nil
    }

    private var unknownSession: EndpointResponse {
        EndpointResponse(404, refusing: "there is no such session (any more); send \"initialize\" for a new one")
    }
}
