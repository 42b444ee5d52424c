import JSON
import MCP
import Testing

@Suite struct AuthorizationTests {
    private static let resource = Authorization.Resource(
        url: "https://mcp.example/mcp", authorizationServers: ["https://login.example"], scopes: ["skills"])

    private static let options = Endpoint.Options(
        authorization: Authorization(resource: resource) { token in
            switch token {
            case "alice", "bob": .admitted(principal: token)
            case "weak": .insufficientScope("skills")
            default: .unknownToken
            }
        })

    @Test(
        arguments: [(nil, 401), ("Basic abc", 401), ("Bearer", 401), ("Bearer mallory", 401), ("Bearer weak", 403), ("bearer alice", 200)]
            as [(String?, Int)])
    func `a token is needed and has to be known`(header: String?, status: Int) async throws {
        let reply = try await Peer(.july2026, options: Self.options).call("tools/list", headers: ["Authorization": header])
        #expect(reply.status == status)
        let challenge = reply.header("WWW-Authenticate")
        #expect((challenge == nil) == (status == 200))
        if let challenge {
            #expect(challenge.hasPrefix(#"Bearer resource_metadata="https://mcp.example/.well-known/oauth-protected-resource/mcp""#))
            #expect(challenge.contains(#"scope="skills""#))
        }
    }

    @Test func `the metadata is there for everybody`() async throws {
        let peer = try await Peer(.july2026, options: Self.options)
        var request = peer.request([:], method: "GET")
        request.path = Self.resource.metadataPath
        guard case .bytes(let bytes) = await peer.endpoint.respond(to: request).body else { return #expect(Bool(false), "there is no body") }
        let metadata = try JSON(parsing: bytes)
        #expect(metadata["resource"] == "https://mcp.example/mcp")
        #expect(metadata["authorization_servers"] == ["https://login.example"])
    }

    @Test func `a state that was given to one is refused from another`() async throws {
        let peer = try await Peer(.july2026, options: Self.options)
        func call(_ who: String, _ more: JSON.Object = [:]) async throws -> Peer.Reply {
            var params: JSON.Object = ["name": "test_input_required_result_request_state"]
            for (key, value) in more { params[key] = value }
            return try await peer.call("tools/call", params, headers: ["Authorization": "Bearer \(who)"])
        }
        let retry: JSON.Object = [
            "requestState": try await call("alice").result["requestState"] ?? .null,
            "inputResponses": ["confirm": ["action": "accept", "content": ["ok": true]]],
        ]
        #expect(try await call("bob", retry).code == -32602)
        #expect(try await call("alice", retry).text == "state-ok")
    }

    @Test func `a session belongs to who founded it`() async throws {
        let content = try await Peer(.november2025).content
        let endpoint = Endpoint(
            Server(content, seal: StateSeal(key: [1]), now: { Peer.start }), options: Self.options, random: { Array(repeating: 7, count: $0) })
        func post(_ frame: JSON, _ who: String, _ session: String?) async -> EndpointResponse {
            var headers = [("Host", "localhost"), ("Authorization", "Bearer \(who)")]
            if let session { headers.append(("Mcp-Session-Id", session)) }
            return await endpoint.respond(to: EndpointRequest(method: "POST", path: "/mcp", headers: headers, body: frame.bytes(.compact)))
        }
        let first = await post(
            ["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": ["protocolVersion": "2025-11-25", "capabilities": [:]]], "alice", nil)
        let id = first.headers.first { $0.name == "Mcp-Session-Id" }?.value
        #expect(id == String(repeating: "07", count: 16))
        let ping: JSON = ["jsonrpc": "2.0", "id": 2, "method": "ping"]
        #expect(await post(ping, "bob", id).status == 404)
        #expect(await post(ping, "alice", id).status == 200)
    }
}
