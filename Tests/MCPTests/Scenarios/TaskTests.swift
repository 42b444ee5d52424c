import JSON
import MCP
import Testing

/// The tasks extension.
@Suite struct TaskTests {
    private static let taking: JSON = ["elicitation": [:], "extensions": ["io.modelcontextprotocol/tasks": [:]]]

    private func call(_ peer: Peer, _ method: String, _ params: JSON.Object, capabilities: JSON = taking) async throws -> Peer.Reply {
        try await peer.call(method, params, capabilities: capabilities)
    }

    private func start(_ peer: Peer, _ tool: String, _ arguments: JSON = [:]) async throws -> JSON {
        let result = try await call(peer, "tools/call", ["name": .string(tool), "arguments": arguments]).result
        #expect(result["resultType"] == "task")
        return try #require(result["taskId"])
    }

    @Test func `the extension is advertised`() async throws {
        #expect(try await Peer(.july2026).call("server/discover").result["capabilities"]?["extensions"] == ["io.modelcontextprotocol/tasks": [:]])
    }

    @Test func `a long call is answered with a task`() async throws {
        let result = try await call(Peer(.july2026), "tools/call", ["name": "slow_compute", "arguments": ["seconds": 5]]).result
        #expect(result["resultType"] == "task")
        #expect(result["status"] == "working")
        #expect(result["ttlMs"] == 3_600_000)
        #expect(result["pollIntervalMs"] == 50)
        #expect(result["createdAt"]?.string?.hasSuffix("Z") == true)
        #expect(["task", "ttl", "pollInterval", "requestState"].allSatisfy { result[$0] == nil })
    }

    @Test(arguments: [
        ("slow_compute", "completed", "result"), ("failing_job", "completed", "result"), ("protocol_error_job", "failed", "error"),
    ])
    func `a task that has ended tells what it came to`(tool: String, status: String, member: String) async throws {
        let peer = try await Peer(.july2026)
        let task = try await call(peer, "tasks/get", ["taskId": try await start(peer, tool)]).result
        #expect(task["resultType"] == "complete")
        #expect(task["status"]?.string == status)
        #expect(task[member] != nil && task[member == "result" ? "error" : "result"] == nil)
        #expect(task["result"]?["isError"]?.bool == (tool == "failing_job" ? true : nil))
    }

    @Test func `a task is cancelled, once and again`() async throws {
        let peer = try await Peer(.july2026)
        let id = try await start(peer, "slow_compute", ["seconds": 60])
        for _ in 0..<2 {
            let reply = try await call(peer, "tasks/cancel", ["taskId": id])
            #expect(reply.result["resultType"] == "complete")
            #expect(reply.result["taskId"] == nil)
        }
        #expect(try await call(peer, "tasks/get", ["taskId": id]).result["status"] == "cancelled")
    }

    @Test func `a task that asks is answered bit by bit`() async throws {
        let peer = try await Peer(.july2026)
        let id = try await start(peer, "multi_input")
        func open() async throws -> [String]? { try await call(peer, "tasks/get", ["taskId": id]).result["inputRequests"]?.object?.keys }
        #expect(try await open() == ["first", "second"])
        let answer: JSON = ["action": "accept", "content": ["name": "a"]]
        #expect(try await call(peer, "tasks/update", ["taskId": id, "inputResponses": ["first": answer]]).result["resultType"] == "complete")
        #expect(try await open() == ["second"])
        _ = try await call(peer, "tasks/update", ["taskId": id, "inputResponses": ["second": answer]])
        #expect(try await call(peer, "tasks/get", ["taskId": id]).result["status"] == "completed")
    }

    @Test func `questions first, then a task`() async throws {
        let peer = try await Peer(.july2026)
        let first = try await call(peer, "tools/call", ["name": "test_tool_with_task"]).result
        #expect(first["resultType"] == "input_required" && first["taskId"] == nil)
        let answers: JSON = ["user_name": ["action": "accept", "content": ["name": "Ada"]]]
        let second = try await call(peer, "tools/call", ["name": "test_tool_with_task", "inputResponses": answers]).result
        let id = try #require(second["taskId"])
        let task = try await call(peer, "tasks/get", ["taskId": id]).result
        #expect(task["result"]?["content"]?[0]?["text"] == "Hello, Ada!")
    }

    @Test(arguments: ["tasks/get", "tasks/update", "tasks/cancel"])
    func `an unknown task is an error, and tasks need the extension`(method: String) async throws {
        let peer = try await Peer(.july2026)
        #expect(try await call(peer, method, ["taskId": "none"]).code == -32602)
        let refused = try await call(peer, method, ["taskId": "none"], capabilities: [:])
        #expect(refused.code == -32021)
        #expect(refused.status == 400)
        #expect(try await call(peer, method, ["taskId": "none", "_meta": .null]).status == 400)
        #expect(try await peer.call(method, ["taskId": "a"], capabilities: Self.taking, headers: ["Mcp-Name": "b"]).code == -32020)
        #expect(try await peer.call(method, ["taskId": "a"], capabilities: Self.taking, headers: ["Mcp-Name": nil]).code == -32602)
    }

    @Test func `a client without the extension gets a result, or is told what it lacks`() async throws {
        let peer = try await Peer(.july2026)
        #expect(try await call(peer, "tools/call", ["name": "slow_compute"], capabilities: [:]).result["resultType"] == "complete")
        let refused = try await call(peer, "tools/call", ["name": "failing_job"], capabilities: [:])
        #expect(refused.last["error"]?["data"]?["requiredCapabilities"] == ["extensions": ["io.modelcontextprotocol/tasks": [:]]])
    }
}
