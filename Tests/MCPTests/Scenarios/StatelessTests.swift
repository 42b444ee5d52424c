import JSON
import MCP
import Testing

/// The scenario `server-stateless` and the rules of the headers.
@Suite struct StatelessTests {
    @Test(
        arguments: [
            [:], ["io.modelcontextprotocol/clientCapabilities": [:]], ["io.modelcontextprotocol/protocolVersion": "2026-07-28"],
        ] as [JSON])
    func `a request without what its meta must say is malformed`(meta: JSON) async throws {
        let reply = try await Peer(.july2026).call("server/discover", ["_meta": meta], id: 101)
        #expect(reply.status == 400)
        #expect(reply.code == -32602)
        #expect(reply.last["id"] == 101)
    }

    @Test func `a request without meta is malformed`() async throws {
        let peer = try await Peer(.july2026)
        let frame: JSON = ["jsonrpc": "2.0", "id": "a", "method": "server/discover", "params": [:]]
        let reply = try await peer.read(await peer.endpoint.respond(to: peer.request(frame)), "server/discover")
        #expect(reply.status == 400)
        #expect(reply.code == -32602)
    }

    @Test func `discovery tells versions, capabilities and who answers`() async throws {
        let reply = try await Peer(.july2026).call("server/discover")
        #expect(reply.status == 200)
        #expect(reply.header("Content-Type") == "application/json")
        #expect(reply.result["supportedVersions"]?[0] == "2026-07-28")
        #expect(reply.result["capabilities"]?["tools"]?["listChanged"] == true)
        #expect(reply.result["capabilities"]?["prompts"] != nil)
        #expect(reply.result["capabilities"]?["tasks"] == nil)
        #expect(reply.result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "mcp-conformance")
    }

    @Test func `a version that is not spoken is refused with those that are`() async throws {
        let peer = try await Peer(.july2026)
        let meta: JSON = ["io.modelcontextprotocol/protocolVersion": "v999.0.0", "io.modelcontextprotocol/clientCapabilities": [:]]
        let reply = try await peer.call("server/discover", ["_meta": meta], headers: ["MCP-Protocol-Version": "v999.0.0"])
        #expect(reply.status == 400)
        #expect(reply.code == -32022)
        #expect(reply.last["error"]?["data"]?["requested"] == "v999.0.0")
        let supported = try await peer.call("server/discover").result["supportedVersions"]
        #expect(reply.last["error"]?["data"]?["supported"] == supported)
    }

    @Test(arguments: [
        "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "unknown/method", "tasks/result", "tasks/list",
    ])
    func `a method that was removed or never was is not found`(method: String) async throws {
        let reply = try await Peer(.july2026).call(method, ["uri": "test://static-text", "level": "info"], id: 500)
        #expect(reply.status == 404)
        #expect(reply.code == -32601)
        #expect(reply.last["id"] == 500)
    }

    @Test func `a tool that needs what the client cannot do says what`() async throws {
        let reply = try await Peer(.july2026).call("tools/call", ["name": "test_missing_capability"], id: 401, capabilities: [:])
        #expect(reply.status == 400)
        #expect(reply.code == -32021)
        #expect(reply.last["error"]?["data"]?["requiredCapabilities"] == ["sampling": [:]])
        #expect(reply.last["id"] == 401)
    }

    @Test func `a stream never carries a request of the server`() async throws {
        let reply = try await Peer(.july2026).call("tools/call", ["name": "test_streaming_elicitation"], meta: ["progressToken": "t"])
        #expect(reply.frames.compactMap { $0["method"]?.string } == ["notifications/progress"])
        #expect(reply.result["resultType"] == "input_required")
    }

    @Test func `nothing is logged unless the request asks for it`() async throws {
        let peer = try await Peer(.july2026)
        let quiet = try await peer.call("tools/call", ["name": "test_logging_tool"], meta: ["progressToken": 1])
        #expect(quiet.frames.count == 1)
        let loud = try await peer.call("tools/call", ["name": "test_logging_tool"], meta: ["io.modelcontextprotocol/logLevel": "info"])
        #expect(loud.frames.filter { $0["method"] == "notifications/message" }.count == 3)
        let picky = try await peer.call("tools/call", ["name": "test_logging_tool"], meta: ["io.modelcontextprotocol/logLevel": "error"])
        #expect(picky.frames.count == 1)
    }

    @Test(
        arguments: [
            ["MCP-Protocol-Version": nil], ["MCP-Protocol-Version": "2025-11-25"], ["Mcp-Method": nil], ["Mcp-Method": "prompts/list"],
            ["Mcp-Method": "TOOLS/CALL"], ["Mcp-Name": nil], ["Mcp-Name": "wrong"], ["Mcp-Name": "=?base64?dGVzdF9zaW1wbGVfdGV4dA=?="],
        ] as [[String: String?]])
    func `headers that do not agree with the body are refused`(headers: [String: String?]) async throws {
        let reply = try await Peer(.july2026).call("tools/call", ["name": "test_simple_text"], headers: headers)
        #expect(reply.status == 400)
        #expect(reply.code == -32020)
    }

    @Test func `a body of another version than the header is refused`() async throws {
        let meta: JSON = ["io.modelcontextprotocol/protocolVersion": "v999.0.0", "io.modelcontextprotocol/clientCapabilities": [:]]
        let reply = try await Peer(.july2026).call("server/discover", ["_meta": meta], headers: ["MCP-Protocol-Version": "2026-07-28"])
        #expect(reply.status == 400)
        #expect(reply.code == -32020)
    }

    @Test(arguments: ["  test_simple_text\t", "=?base64?dGVzdF9zaW1wbGVfdGV4dA==?="])
    func `a name may have white space around it or be encoded`(name: String) async throws {
        let reply = try await Peer(.july2026).call("tools/call", ["name": "test_simple_text"], headers: ["Mcp-Name": name])
        #expect(reply.status == 200)
        #expect(reply.text == "This is a simple text response for testing.")
    }

    @Test(arguments: ["GET", "DELETE", "PUT"])
    func `other methods than POST are not allowed`(method: String) async throws {
        let peer = try await Peer(.july2026)
        let response = await peer.endpoint.respond(to: peer.request([:], method: method))
        #expect(response.status == 405)
        #expect(response.headers.contains { $0 == ("Allow", "POST") })
    }

    @Test(arguments: [
        ("[]", -32600), ("[{}]", -32600), ("{", -32700), ("\u{22}x", -32700), ("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", -32600),
    ])
    func `a body that is no message is refused`(body: String, code: Int64) async throws {
        let peer = try await Peer(.july2026)
        var request = peer.request([:])
        request.body = Array(body.utf8)
        let reply = try await peer.read(await peer.endpoint.respond(to: request), "")
        #expect(reply.status == 400)
        #expect(reply.code == code)
    }

    @Test func `every answer that may be kept says for how long`() async throws {
        let peer = try await Peer(.july2026)
        for method in ["server/discover", "tools/list", "prompts/list", "resources/list", "resources/templates/list", "resources/read"] {
            let reply = try await peer.call(method, method == "resources/read" ? ["uri": "test://static-text"] : [:])
            #expect((reply.result["ttlMs"]?.int ?? -1) >= 0, "\(method)")
            #expect(["public", "private"].contains(reply.result["cacheScope"]), "\(method)")
        }
    }
}
