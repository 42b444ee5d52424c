import HTTPTypes
import Hummingbird
import HummingbirdCore
import JSON
import MCP
import NIOCore

/// Between HTTP and the API.
struct Responder: HTTPResponder {
    /// The connection a request came on.
    struct Context: InitializableFromSource {
        let local: RequestHead.Endpoint
        /// The address of the client, or of the proxy before it.
        var remote: String? = nil
    }

    let api: API
    var tools: ToolEndpoint?

    func respond(to request: Request, context: Context) async throws -> Response {
        if let tools, request.uri.path == ToolEndpoint.path { return try await respond(to: request, context, with: tools) }
        return Response(await api.answer(RequestHead(request, on: context)) { try await Self.body(of: request) })
    }

    private func respond(to request: Request, _ context: Context, with tools: ToolEndpoint) async throws -> Response {
        let head = RequestHead(request, on: context)
        do {
            let answer = try await tools.answer(head, headers: Self.headers(of: request)) { try await Self.body(of: request) }
            return Response(answer, to: request)
        } catch let refusal as Refusal {
            return Response(Answer(refusal))
        }
    }

    private static func headers(of request: Request) -> [(name: String, value: String)] {
        request.headers.map { ($0.name.rawName, $0.value) } + (request.head.authority.map { [("Host", $0)] } ?? [])
    }

    private static func body(of request: Request) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > API.largestBody { throw Refusal.tooLarge }
        var bytes: [UInt8] = []
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= API.largestBody else { throw Refusal.tooLarge }
            bytes += part.readableBytesView
        }
        return bytes
    }
}

extension Responder.Context {
    init(source: ApplicationRequestContextSource) {
        let address = source.channel.localAddress
        self.init(local: RequestHead.Endpoint(address: address?.ipAddress, port: address?.port), remote: source.channel.remoteAddress?.ipAddress)
    }
}

extension RequestHead {
    fileprivate init(_ request: Request, on connection: Responder.Context) {
        // The first Host field is the authority; a second one stays among the fields and makes the request ambiguous.
        let isAmbiguous = request.headers.contains { $0.name.canonicalName == "host" }
        self.init(
            method: request.method.rawValue, path: request.uri.path, query: request.uri.query,
            authority: isAmbiguous ? nil : request.head.authority, origin: request.headers[.origin],
            authorization: request.headers[.authorization], idempotencyKey: HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] },
            lastEventID: Self.lastEventID.flatMap { request.headers[$0] }, ifNoneMatch: request.headers[.ifNoneMatch], local: connection.local,
            remote: connection.remote)
    }
}

extension RequestHead {
    private static let lastEventID = HTTPField.Name("Last-Event-ID")
}

extension Response {
    fileprivate init(_ answer: Answer) {
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store", .xContentTypeOptions: "nosniff"]
        if let events = answer.events {
            headers[.contentType] = "text/event-stream"
            self.init(
                status: .ok, headers: headers,
                body: ResponseBody { writer in
                    var reader = EventReader(events)
                    defer { reader.leave() }
                    while let text = await reader.next() { try await writer.write(ByteBuffer(string: text)) }
                    try await writer.finish(nil)
                })
            return
        }
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        self.init(
            status: HTTPResponse.Status(code: answer.status.rawValue), headers: headers,
            body: answer.status == .notModified ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.json.bytes(.compact))))
    }
}

extension Response {
    fileprivate init(_ answer: EndpointResponse, to request: Request) {
        var headers: HTTPFields = [.xContentTypeOptions: "nosniff"]
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let body: ResponseBody =
            switch answer.body {
            case .none: ResponseBody()
            case .bytes(let bytes): ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            case .stream(let stream): Self.streamed(stream, to: request)
            }
        // Whoever watches for the client to leave may have read into its next request, so there is none on this connection.
        if case .stream = answer.body { headers[.connection] = "close" }
        self.init(status: HTTPResponse.Status(code: answer.status), headers: headers, body: body)
    }

    /// When the client goes away, whoever makes the stream is told by the iteration being cancelled.
    private static func streamed(_ stream: EventStream, to request: Request) -> ResponseBody {
        ResponseBody { writer in
            try await request.body.consumeWithCancellationOnInboundClose { body in
                // The body has been read. Its new form must not be dropped unread after its source: the library takes that for a broken
                // invariant and ends the process. An iterator that comes and goes marks it as read.
                _ = body.makeAsyncIterator()
                for await bytes in stream { try await writer.write(ByteBuffer(bytes: bytes)) }
            }
            try await writer.finish(nil)
        }
    }
}
