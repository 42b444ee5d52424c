import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import MCP
import NIOCore
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Mounts the endpoint at `/mcp` of a server on the loopback address.
struct HTTPService: Service {
    let endpoint: Endpoint
    /// The most bytes of a body.
    let limit: Int
    let port: Int

    func run() async throws {
        var logger = Logger(label: "mcp-conformance") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let application = Application(
            responder: EndpointResponder(endpoint: endpoint, limit: limit),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                let line = Array("http://127.0.0.1:\(channel.localAddress?.port ?? 0)/mcp\n".utf8)
                _ = write(STDOUT_FILENO, line, line.count)
            },
            logger: logger)
        try await application.run()
    }
}

/// Between HTTP and the endpoint.
struct EndpointResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let endpoint: Endpoint
    let limit: Int

    func respond(to request: Request, context: Context) async throws -> Response {
        guard request.uri.path == "/mcp" || request.uri.path.hasPrefix("/.well-known/") else { return Response(status: .notFound) }
        var request = request
        let body: ByteBuffer
        do {
            body = try await request.collectBody(upTo: limit)
        } catch is NIOTooManyBytesError {
            return Response(status: .contentTooLarge)
        }
        let answer = await endpoint.respond(
            to: EndpointRequest(
                method: request.method.rawValue, path: request.uri.path, headers: headers(of: request),
                body: Array(body.readableBytesView)))
        var fields = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return Response(status: HTTPResponse.Status(code: answer.status), headers: fields, body: Self.body(answer.body, of: request))
    }

    private func headers(of request: Request) -> [(name: String, value: String)] {
        request.headers.map { ($0.name.rawName, $0.value) } + (request.head.authority.map { [("Host", $0)] } ?? [])
    }

    /// When the client goes away, whoever makes the stream is told by the iteration being cancelled.
    private static func body(_ body: EndpointResponse.Body, of request: Request) -> ResponseBody {
        switch body {
        case .none: ResponseBody()
        case .bytes(let bytes): ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .stream(let stream):
            ResponseBody { writer in
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    for await bytes in stream { try await writer.write(ByteBuffer(bytes: bytes)) }
                }
                try await writer.finish(nil)
            }
        }
    }
}
