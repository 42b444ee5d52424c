import JSON
import MCP
import Testing

@Suite struct SubscriptionTests {
    private func listen(_ peer: Peer, _ filter: JSON, id: JSON = "listen-1") async throws -> Listener {
        let frame = peer.frame("subscriptions/listen", ["notifications": filter], id)
        return try Listener(await peer.endpoint.respond(to: peer.request(frame)), peer, "subscriptions/listen")
    }

    @Test func `the acknowledgement comes first and everything bears the id`() async throws {
        let peer = try await Peer(.july2026)
        var stream = try await listen(peer, ["toolsListChanged": true])
        let first = try #require(try await stream.next())
        #expect(first["method"] == "notifications/subscriptions/acknowledged")
        #expect(first["params"]?["notifications"] == ["toolsListChanged": true])
        _ = try await peer.call("tools/call", ["name": "test_trigger_tool_change"])
        let second = try #require(try await stream.next())
        #expect(second["method"] == "notifications/tools/list_changed")
        for frame in [first, second] { #expect(frame["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == "listen-1") }
    }

    @Test func `nothing comes that was not asked for`() async throws {
        let peer = try await Peer(.july2026)
        var stream = try await listen(peer, ["promptsListChanged": true, "resourceSubscriptions": ["test://other"]], id: 7)
        _ = try await stream.next()
        for tool in ["test_trigger_tool_change", "test_trigger_resource_change", "test_trigger_prompt_change"] {
            _ = try await peer.call("tools/call", ["name": .string(tool)])
        }
        let frame = try await stream.next()
        #expect(frame?["method"] == "notifications/prompts/list_changed")
        #expect(frame?["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == 7)
    }

    @Test func `a resource that is watched tells its changes`() async throws {
        let peer = try await Peer(.july2026)
        var stream = try await listen(peer, ["resourceSubscriptions": ["test://watched-resource"]])
        _ = try await stream.next()
        _ = try await peer.call("tools/call", ["name": "test_trigger_resource_change"])
        let frame = try await stream.next()
        #expect(frame?["method"] == "notifications/resources/updated")
        #expect(frame?["params"]?["uri"] == "test://watched-resource")
    }

    @Test func `a server that ends answers the subscription and ends the stream`() async throws {
        let peer = try await Peer(.july2026)
        var stream = try await listen(peer, ["toolsListChanged": true])
        _ = try await stream.next()
        peer.endpoint.close()
        #expect(try await stream.next()?["result"]?["resultType"] == "complete")
        #expect(try await stream.next() == nil)
    }

    @Test(.timeLimit(.minutes(1))) func `a stream nobody reads any more leaves nothing behind`() async throws {
        let peer = try await Peer(.july2026)
        let reading = Task {
            var stream = try await listen(peer, ["toolsListChanged": true])
            while try await stream.next() != nil {}
        }
        while peer.content.changes.count == 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
        reading.cancel()
        _ = await reading.result
        while peer.content.changes.count != 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    @Test func `the first thing on a quiet stream is that it is alive`() async throws {
        let content = try await Peer(.july2026).content
        let endpoint = Endpoint(
            Server(content, seal: StateSeal(key: [1]), now: { Peer.start }), options: .init(keepAlive: .seconds(1)), clock: FirstTick(),
            random: { _ in [] })
        let peer = try await Peer(.july2026)
        let frame = peer.frame("subscriptions/listen", ["notifications": [:]], 1)
        var stream = try Listener(await endpoint.respond(to: peer.request(frame)), peer)
        var pieces: [String] = []
        while pieces.count < 2, let piece = await stream.piece() { pieces.append(piece) }
        #expect(pieces.contains { $0.hasPrefix(":") && $0.hasSuffix("\n\n") })
    }

    @Test(arguments: [[:], ["notifications": 1], ["notifications": ["resourceSubscriptions": [1]]]] as [JSON.Object])
    func `a subscription that says nothing sensible is refused`(params: JSON.Object) async throws {
        let reply = try await Peer(.july2026).call("subscriptions/listen", params)
        #expect(reply.code == -32602)
        #expect(reply.header("Content-Type") == "application/json")
    }
}
