import JSON
import MCP
import Testing

/// The scenarios of the older revisions, and sessions over HTTP.
@Suite struct SessionTests {
    static let revisions = Revision.allCases.filter { !$0.isStateless }

    @Test(arguments: [
        ("2025-11-25", "2025-11-25"), ("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"), ("1999-01-01", "2025-11-25"),
        ("2026-07-28", "2025-11-25"),
    ])
    func `a session is in the revision asked for, or the newest there is`(asked: String, got: String) async throws {
        let peer = try await Peer(.november2025)
        let frame: JSON = [
            "jsonrpc": "2.0", "id": 1, "method": "initialize",
            "params": ["protocolVersion": .string(asked), "capabilities": [:], "clientInfo": ["name": "t", "version": "1"]],
        ]
        let changes: [String: String?] = ["Mcp-Session-Id": nil, "MCP-Protocol-Version": nil]
        let reply = try await peer.read(await peer.endpoint.respond(to: peer.request(frame, changes)), "initialize")
        #expect(reply.result["protocolVersion"]?.string == got)
        #expect(reply.result["serverInfo"]?["name"] == "mcp-conformance")
        #expect(reply.result["capabilities"]?["extensions"] == nil)
        #expect(reply.header("Mcp-Session-Id")?.count == 32)
    }

    @Test(arguments: [[:], ["protocolVersion": "2025-11-25"]] as [JSON])
    func `an initialize that says too little is refused`(params: JSON) async throws {
        let peer = try await Peer(.november2025)
        let frame: JSON = ["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params]
        let reply = try await peer.read(await peer.endpoint.respond(to: peer.request(frame, ["Mcp-Session-Id": nil])), "initialize")
        #expect(reply.status == 400)
    }

    @Test(arguments: revisions)
    func `a ping is answered with nothing`(revision: Revision) async throws {
        #expect(try await Peer(revision).call("ping").result == [:])
    }

    @Test func `remarks come from the level on that was set`() async throws {
        let peer = try await Peer(.november2025)
        #expect(try await peer.call("logging/setLevel", ["level": "info"]).result == [:])
        let loud = try await peer.call("tools/call", ["name": "test_tool_with_logging"])
        #expect(loud.frames.compactMap { $0["params"]?["data"]?.string }.count == 3)
        _ = try await peer.call("logging/setLevel", ["level": "error"])
        #expect(try await peer.call("tools/call", ["name": "test_tool_with_logging"]).frames.count == 1)
        #expect(try await peer.call("logging/setLevel", ["level": "loud"]).code == -32602)
    }

    @Test(
        arguments: [
            (
                "test_sampling", ["prompt": "Hi"], "sampling/createMessage",
                ["role": "assistant", "model": "m", "content": ["type": "text", "text": "Paris"]], "LLM response: Paris"
            ),
            (
                "test_elicitation", ["message": "Who?"], "elicitation/create", ["action": "accept", "content": ["username": "a"]],
                #"User response: action=accept, content={"username":"a"}"#
            ),
            (
                "test_elicitation_sep1034_defaults", [:], "elicitation/create", ["action": "decline"],
                "Elicitation completed: action=decline, content={}"
            ),
            ("test_elicitation_sep1330_enums", [:], "elicitation/create", ["action": "cancel"], "Elicitation completed: action=cancel, content={}"),
        ] as [(String, JSON, String, JSON, String)])
    func `the client is asked on the stream of the call`(tool: String, arguments: JSON, method: String, answer: JSON, text: String) async throws {
        let peer = try await Peer(.november2025)
        let frame = peer.frame("tools/call", ["name": .string(tool), "arguments": arguments], 5)
        var stream = try Listener(await peer.endpoint.respond(to: peer.request(frame)), peer, "tools/call")
        let question = try #require(try await stream.next())
        #expect(question["method"]?.string == method)
        let response: JSON = ["jsonrpc": "2.0", "id": question["id"] ?? .null, "result": answer]
        #expect(await peer.endpoint.respond(to: peer.request(response)).status == 202)
        let last = try #require(try await stream.next())
        #expect(last["id"] == 5)
        #expect(last["result"]?["content"]?[0]?["text"]?.string == text)
        #expect(try await stream.next() == nil)
    }

    @Test func `a client that cannot be asked is told so`() async throws {
        let reply = try await Peer(.november2025, capabilities: [:]).call("tools/call", ["name": "test_elicitation", "arguments": ["message": "?"]])
        #expect(reply.code == -32600)
    }

    @Test func `a client that answers with an error ends the call`() async throws {
        let peer = try await Peer(.november2025)
        let frame = peer.frame("tools/call", ["name": "test_elicitation", "arguments": ["message": "?"]], 5)
        var stream = try Listener(await peer.endpoint.respond(to: peer.request(frame)), peer)
        let id = try #require(try await stream.next()?["id"])
        _ = await peer.endpoint.respond(to: peer.request(["jsonrpc": "2.0", "id": id, "error": ["code": -1, "message": "nobody there"]]))
        #expect(try await stream.next()?["error"]?["message"]?.string?.contains("nobody there") == true)
    }

    @Test func `a resource is watched until it is not`() async throws {
        let peer = try await Peer(.november2025)
        var stream = try Listener(await peer.endpoint.respond(to: peer.request([:], method: "GET")), peer)
        #expect(try await peer.call("resources/subscribe", ["uri": "test://watched-resource"]).result == [:])
        peer.content.changes.post(.resource(uri: "test://watched-resource"))
        #expect(try await stream.next()?["method"] == "notifications/resources/updated")
        #expect(try await peer.call("resources/unsubscribe", ["uri": "test://watched-resource"]).result == [:])
        peer.content.changes.post(.resource(uri: "test://watched-resource"))
        peer.content.changes.post(.tools)
        #expect(try await stream.next()?["method"] == "notifications/tools/list_changed")
    }

    @Test func `a session ends when it is deleted`() async throws {
        let peer = try await Peer(.november2025)
        let initialized: JSON = ["jsonrpc": "2.0", "method": "notifications/initialized"]
        #expect(await peer.endpoint.respond(to: peer.request(initialized)).status == 202)
        #expect(await peer.endpoint.respond(to: peer.request([:], method: "DELETE")).status == 204)
        #expect(try await peer.call("tools/list").status == 404)
        #expect(await peer.endpoint.respond(to: peer.request([:], method: "DELETE")).status == 404)
    }

    @Test func `a request without a session or of an unknown one is refused`() async throws {
        let peer = try await Peer(.november2025)
        #expect(try await peer.call("tools/list", headers: ["Mcp-Session-Id": nil]).status == 400)
        #expect(try await peer.call("tools/list", headers: ["Mcp-Session-Id": "no-such"]).status == 404)
        #expect(try await peer.call("tools/list", headers: ["MCP-Protocol-Version": "1900-01-01"]).status == 400)
    }

    @Test func `beyond the bound the session longest unused goes`() async throws {
        let peer = try await Peer(.november2025, options: .init(mostSessions: 1))
        let frame: JSON = [
            "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": [:]],
        ]
        #expect(await peer.endpoint.respond(to: peer.request(frame, ["Mcp-Session-Id": nil])).status == 200)
        #expect(try await peer.call("ping").status == 404)
    }

    @Test func `a call goes on without its connection and can be picked up`() async throws {
        let peer = try await Peer(.november2025)
        let frame = peer.frame("tools/call", ["name": "test_elicitation", "arguments": ["message": "?"]], 5)
        let (event, question) = try await firstEvent(of: frame, peer)
        let answer: JSON = ["jsonrpc": "2.0", "id": question, "result": ["action": "decline"]]
        #expect(await peer.endpoint.respond(to: peer.request(answer)).status == 202)
        var rest = try Listener(await peer.endpoint.respond(to: peer.request([:], ["Last-Event-ID": event], method: "GET")), peer, "tools/call")
        #expect(try await rest.next()?["result"]?["content"] != nil)
        #expect(try await rest.next() == nil)
        let unknown = await peer.endpoint.respond(to: peer.request([:], ["Last-Event-ID": "999-1"], method: "GET"))
        #expect(unknown.status == 400)
    }

    /// The id of the first event with a frame, and the id of that frame. The stream is dropped.
    private func firstEvent(of frame: JSON, _ peer: Peer) async throws -> (String, JSON) {
        var stream = try Listener(await peer.endpoint.respond(to: peer.request(frame)), peer)
        let mark = try #require(await stream.piece())
        #expect(mark.hasPrefix("id: ") && mark.hasSuffix("data: \n\n"))
        let piece = try #require(await stream.piece())
        let line = try #require(piece.split(separator: "\n").first { $0.hasPrefix("id: ") })
        return (String(line.dropFirst(4)), try #require(try Peer.frame(of: Array(piece.utf8)).first?["id"]))
    }

    @Test func `a cancelled call is not answered and its handler ends`() async throws {
        let peer = try await Peer(.november2025)
        let frame = peer.frame("tools/call", ["name": "test_hang"], 9, [:], ["progressToken": 9])
        var stream = try Listener(await peer.endpoint.respond(to: peer.request(frame)), peer)
        #expect(try await stream.next()?["method"] == "notifications/progress")
        let cancelled: JSON = ["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 9]]
        #expect(await peer.endpoint.respond(to: peer.request(cancelled)).status == 202)
        #expect(try await stream.next() == nil)
    }
}
