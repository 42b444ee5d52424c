import JSON
import Testing

@testable import MCP

/// Tasks as sessions of 2025-11-25 know them.
@Suite struct SessionTaskTests {
    private func start(_ peer: Peer, _ tool: String, _ arguments: JSON = [:]) async throws -> JSON {
        let result = try await peer.call("tools/call", ["name": .string(tool), "arguments": arguments, "task": ["ttl": 60_000]], id: 90).result
        return try #require(result["task"], "\(result)")
    }

    @Test func `they are offered, and tools say that they take part`() async throws {
        let first = try await Peer(.november2025)
        let tools = try await first.call("tools/list").result["tools"]?.array ?? []
        #expect(tools.first { $0["name"] == "slow_compute" }?["execution"] == ["taskSupport": "optional"])
        #expect(tools.first { $0["name"] == "test_simple_text" }?["execution"] == nil)
        #expect(Offers(tools: true, tasks: true).json(in: .november2025)["tasks"]?["requests"] == ["tools": ["call": [:]]])
        #expect(Offers(tools: true, tasks: true).json(in: .june2025)["tasks"] == nil)
        #expect(try await Peer(.june2025).call("tasks/list").code == -32601)
    }

    @Test func `a call that asks for a task gets one, and its result later`() async throws {
        let peer = try await Peer(.november2025)
        let task = try await start(peer, "slow_compute")
        #expect(task["status"] == "working" && task["ttl"] == 3_600_000 && task["pollInterval"] == 50 && task["ttlMs"] == nil)
        let id = try #require(task["taskId"])
        let result = try await peer.call("tasks/result", ["taskId": id], id: 2).result
        #expect(result["content"]?[0]?["text"] == "Computed.")
        #expect(result["_meta"]?["io.modelcontextprotocol/related-task"]?["taskId"] == id)
        #expect(try await peer.call("tasks/get", ["taskId": id], id: 3).result["status"] == "completed")
        #expect(try await peer.call("tasks/list", id: 4).result["tasks"]?[0]?["taskId"] == id)
        // Without asking, the same tool answers as it always did.
        #expect(try await peer.call("tools/call", ["name": "slow_compute", "arguments": [:]], id: 5).text == "Computed.")
    }

    @Test func `a task is cancelled once, and has no result then`() async throws {
        let peer = try await Peer(.november2025)
        let id = try #require(try await start(peer, "slow_compute", ["seconds": 60])["taskId"])
        #expect(try await peer.call("tasks/cancel", ["taskId": id], id: 2).result["status"] == "cancelled")
        #expect(try await peer.call("tasks/cancel", ["taskId": id], id: 3).code == -32602)
        #expect(try await peer.call("tasks/result", ["taskId": id], id: 4).code == -32603)
        #expect(try await peer.call("tasks/get", ["taskId": "none"], id: 5).code == -32602)
        #expect(try await peer.call("tasks/update", ["taskId": id], id: 6).code == -32601)
    }

    @Test func `what cannot become a task is refused`() async throws {
        let peer = try await Peer(.november2025)
        let forbidden = try await peer.call("tools/call", ["name": "test_simple_text", "task": [:]], id: 1)
        #expect(forbidden.code == -32601)
        let unfit = try await peer.call("tools/call", ["name": "slow_compute", "arguments": ["seconds": "two"], "task": [:]], id: 2)
        #expect(unfit.code == -32602 && unfit.last["error"]?["message"]?.string?.contains("seconds") == true)
    }
}
