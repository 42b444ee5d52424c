import JSON
import MCP
import Testing

/// The scenario `dns-rebinding-protection`, and origins.
@Suite struct HostPolicyTests {
    @Test(
        arguments: Revision.allCases,
        [
            ("localhost:3000", "http://localhost:3000", 200), ("127.0.0.1", nil, 200), ("[::1]:8080", nil, 200), ("[::1]", nil, 200),
            ("evil.example.com", "http://evil.example.com", 421), ("evil.example.com", nil, 421), ("localhost.evil.example", nil, 421),
            ("localhost:3000", "http://evil.example", 403), ("localhost:3000", "http://localhost:4000", 403), ("localhost:3000", "null", 403),
            ("", nil, 421), ("localhost:evil", nil, 421),
        ] as [(String, String?, Int)])
    func `only this machine's names and its own pages get through`(revision: Revision, request: (host: String, origin: String?, status: Int))
        async throws
    {
        let reply = try await Peer(revision).call("tools/list", headers: ["Host": request.host, "Origin": request.origin])
        #expect(reply.status == request.status)
    }

    @Test func `a page that is named may call`() async throws {
        let peer = try await Peer(.july2026, options: .init(hosts: HostPolicy(hosts: ["mcp.example"], origins: ["https://app.example"])))
        #expect(try await peer.call("tools/list", headers: ["Host": "mcp.example", "Origin": "https://app.example"]).status == 200)
        #expect(try await peer.call("tools/list", headers: ["Host": "localhost:3000"]).status == 421)
    }

    @Test func `two hosts are no host`() async throws {
        let peer = try await Peer(.july2026)
        var request = peer.request(peer.frame("tools/list", [:], 1))
        request.headers.append(("Host", "evil.example"))
        #expect(await peer.endpoint.respond(to: request).status == 421)
    }

    @Test(arguments: [
        ("Content-Type", "text/plain", 415), ("Content-Type", "application/json; charset=utf-8", 200), ("Accept", "text/html", 406),
        ("Accept", "*/*", 200),
    ])
    func `types are checked`(name: String, value: String, status: Int) async throws {
        #expect(try await Peer(.july2026).call("tools/list", headers: [name: value]).status == status)
    }

    @Test func `a client that takes no streams gets one answer`() async throws {
        let reply = try await Peer(.july2026).call(
            "tools/call", ["name": "test_tool_with_progress"], meta: ["progressToken": 1], headers: ["Accept": "application/json"])
        #expect(reply.header("Content-Type") == "application/json")
        #expect(reply.result["content"] != nil)
    }
}
