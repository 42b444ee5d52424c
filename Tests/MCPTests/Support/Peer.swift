import CivilTime
import JSON
import MCP
import MCPFixtures
import Testing

/// A client of an endpoint that serves the fixtures, in one revision. Every frame it gets is checked against the official schema.
final class Peer: Sendable {
    struct Reply {
        var status: Int
        var headers: [(name: String, value: String)]
        var frames: [JSON]

        var last: JSON { frames.last ?? .null }
        var result: JSON { last["result"] ?? .null }
        var code: Int64? { last["error"]?["code"]?.int }
        var text: String? { result["content"]?[0]?["text"]?.string }

        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
    }

    let revision: Revision
    let content: ConformanceContent
    let endpoint: Endpoint
    let check: FrameCheck
    /// Nil in the stateless revisions.
    let session: String?

    static let start = Instant(milliseconds: 1_800_000_000_000)

    private init(_ revision: Revision, _ content: ConformanceContent, _ endpoint: Endpoint, _ session: String?) {
        self.revision = revision
        self.content = content
        self.endpoint = endpoint
        self.session = session
        check = FrameCheck(revision: revision)
    }

    /// - Parameter capabilities: of the client; in a session they are told once.
    convenience init(
        _ revision: Revision, capabilities: JSON = ["elicitation": [:], "sampling": [:], "roots": [:]],
        options: Endpoint.Options = Endpoint.Options(), pageSize: Int = 100
    ) async throws {
        let content = ConformanceContent(clock: PatientClock(), now: { Self.start })
        let server = Server(content, seal: StateSeal(key: Array(0..<32)), pageSize: pageSize, now: { Self.start })
        let endpoint = Endpoint(server, options: options, random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })
        var session: String?
        if !revision.isStateless {
            let first = Peer(revision, content, endpoint, nil)
            let reply = try await first.call(
                "initialize",
                ["protocolVersion": .string(revision.rawValue), "capabilities": capabilities, "clientInfo": ["name": "t", "version": "1"]])
            let id: String = try #require(reply.header("Mcp-Session-Id"))
            session = id
        }
        self.init(revision, content, endpoint, session)
    }

    static let everything: JSON = ["elicitation": [:], "sampling": [:], "roots": [:]]

    /// The whole answer to a request, read to its end.
    func call(
        _ method: String, _ params: JSON.Object = [:], id: JSON = 1, capabilities: JSON = Peer.everything, meta: JSON.Object = [:],
        headers: [String: String?] = [:]
    ) async throws -> Reply {
        let frame = frame(method, params, id, capabilities, meta)
        let response = await endpoint.respond(to: request(frame, headers))
        return try await read(response, method)
    }

    func request(_ frame: JSON, _ changes: [String: String?] = [:], method: String = "POST") -> EndpointRequest {
        var headers: [String: String] = [
            "Host": "localhost:3000", "Content-Type": "application/json", "Accept": "application/json, text/event-stream",
        ]
        headers["MCP-Protocol-Version"] = revision.isStateless || session != nil ? revision.rawValue : nil
        headers["Mcp-Session-Id"] = session
        if revision.isStateless {
            headers["Mcp-Method"] = frame["method"]?.string
            headers["Mcp-Name"] = (frame["params"]?["name"] ?? frame["params"]?["uri"] ?? frame["params"]?["taskId"])?.string
        }
        for (name, value) in changes { headers[name] = value }
        return EndpointRequest(method: method, path: "/mcp", headers: headers.map { ($0.key, $0.value) }, body: frame.bytes(.compact))
    }

    func frame(_ method: String, _ params: JSON.Object, _ id: JSON, _ capabilities: JSON = Peer.everything, _ meta: JSON.Object = [:]) -> JSON {
        var params = params
        var full = meta
        if revision.isStateless {
            full["io.modelcontextprotocol/protocolVersion"] = .string(revision.rawValue)
            full["io.modelcontextprotocol/clientCapabilities"] = capabilities
        }
        if !full.isEmpty, params["_meta"] == nil { params["_meta"] = .object(full) }
        return ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(params)]
    }

    func read(_ response: EndpointResponse, _ method: String) async throws -> Reply {
        var frames: [JSON] = []
        switch response.body {
        case .none: break
        case .bytes(let bytes): frames = [try JSON(parsing: bytes)]
        case .stream(let stream): for await piece in stream { frames += try Self.frame(of: piece) }
        }
        for frame in frames { try check.check(frame, answering: method) }
        return Reply(status: response.status, headers: response.headers, frames: frames)
    }

    /// The JSON of one event; empty for what carries none.
    static func frame(of piece: [UInt8]) throws -> [JSON] {
        let lines = String(decoding: piece, as: UTF8.self).split(separator: "\n")
        return try lines.filter { $0.hasPrefix("data: {") }.map { try JSON(parsing: String($0.dropFirst(6))) }
    }
}
