import JSON

/// Requests of revision 2026-07-28: each has a connection of its own, which ends with its answer.
extension Endpoint {
    func postStateless(_ http: EndpointRequest, _ message: Message, _ principal: String?) async -> EndpointResponse {
        let headers = RoutingHeaders(http)
        switch message {
        case .request(let request):
            do throws(MCPError) {
                try headers.check(request)
                let client = try Client(meta: request.params["_meta"]?.object)
                try await checkParameters(of: request, http, CallContext(client: client, principal: principal))
            } catch {
                return refusal(of: request.id, error)
            }
            return await answer(request, http, principal)
        case .notification:
            // The only one there is cancels a request, and over HTTP that is done by closing its answer.
            return EndpointResponse(202)
        case .response: return EndpointResponse(400, refusing: "nothing was asked, so there is nothing to answer")
        }
    }

    private func checkParameters(of request: Message.Request, _ http: EndpointRequest, _ context: CallContext) async throws(MCPError) {
        guard request.method == "tools/call", let name = request.params["name"]?.string, let arguments = request.params["arguments"] else { return }
        // A tool that cannot be looked up is complained about where it is called.
        guard let tool = try? await server.content.tool(name, context) else { return }
        try ParameterHeaders(of: tool.inputSchema).check(http, arguments)
    }

    private func answer(_ request: Message.Request, _ http: EndpointRequest, _ principal: String?) async -> EndpointResponse {
        let outlet = Outlet()
        let connection = Connection(server, isStateless: true, principal: principal) { delivery in
            guard case .message(let message, _) = delivery else { return outlet.end() }
            outlet.put(.event(message, id: nil))
            if case .response = message { outlet.end() }
        }
        connection.receive(.request(request))
        if mayStream(request), !outlet.hasEnded, http.accepts("text/event-stream") {
            track(connection, outlet)
            return EndpointResponse(stream: outlet.stream(keepAlive: options.keepAlive, clock) { connection.close() })
        }
        // When the client has gone this is nil at once, and closing cancels the call.
        let response = await outlet.response()
        connection.close()
        guard let response else { return EndpointResponse(503, refusing: "the request was cancelled") }
        return EndpointResponse(response.status, json: Message.response(response).json)
    }

    /// Whether anything may come before the answer.
    private func mayStream(_ request: Message.Request) -> Bool {
        let meta = request.params["_meta"]
        return request.method == "subscriptions/listen" || meta?[MetaKey.progressToken] != nil || meta?[MetaKey.logLevel] != nil
    }

    private func refusal(of id: RequestID, _ error: MCPError) -> EndpointResponse {
        let response = Message.Response(id: id, .error(error.remote(in: .july2026)))
        return EndpointResponse(error.status, json: Message.response(response).json)
    }
}

extension Message.Response {
    fileprivate var status: Int {
        if case .error(let error) = outcome { error.status } else { 200 }
    }
}
