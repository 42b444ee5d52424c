import JSON

/// What the endpoint answers.
package struct EndpointResponse: Sendable {
    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// Sent piece by piece as they come. When the client goes away, the task that iterates has to be cancelled or the stream dropped.
        case stream(EventStream)
    }

    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: Body

    init(_ status: Int, headers: [(name: String, value: String)] = [], _ body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(_ status: Int, json: JSON, headers: [(name: String, value: String)] = []) {
        self.init(status, headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")] + headers, .bytes(json.bytes(.compact)))
    }

    init(stream: EventStream, headers: [(name: String, value: String)] = []) {
        let own = [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no")]
        self.init(200, headers: own + headers, .stream(stream))
    }

    /// A refusal that stands for no request in particular.
    init(_ status: Int, refusing reason: String, headers: [(name: String, value: String)] = []) {
        let error = MCPError.invalidRequest(reason).remote(in: .july2026)
        self.init(status, json: Message.response(Message.Response(id: nil, .error(error))).json, headers: headers)
    }
}
