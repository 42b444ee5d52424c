import JSON
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs as tasks of the protocol, with the sidecar and the server as they are shipped.
@Suite(.timeLimit(.minutes(2))) struct SidecarTaskTests {
    private static let taking: JSON = ["extensions": ["io.modelcontextprotocol/tasks": [:]]]

    static func rest(_ time: String) -> JSON {
        [
            "language": 1, "skill": "rest", "version": "1.0.0", "summary": "Rest for a while.", "input": ["type": "object"],
            "output": ["type": "object"], "steps": [["id": "rest", "call": "wait", "with": ["for": .string(time)]]], "result": [:],
            "tests": [["name": "rests", "input": [:], "mocks": [:], "expect": ["ran": ["rest"]]]],
        ]
    }

    private func ground(_ time: String) async throws -> Ground {
        let ground = try await Ground.prepared(skills: [Self.rest(time)])
        try ground.write("ratchet.json", ["services": [:], "models": [:], "policy": ["agent_may_run": ["rest"]]])
        return ground
    }

    private func start(_ agent: Sidecar) async throws -> JSON {
        let task = try await agent.request("tools/call", ["name": "run_skill", "arguments": ["skill": "rest"]], capabilities: Self.taking)
        #expect(task["resultType"] == "task" && task["status"] == "working", "\(task)")
        return try #require(task["taskId"])
    }

    @Test func `a task goes on and keeps its id when sidecar and server are killed`() async throws {
        let ground = try await ground("2s")
        var server = try await ground.serve()
        let id: JSON
        do {
            let agent = try Sidecar(ground)
            id = try await start(agent)
            agent.program.send(SIGKILL)
            server.send(SIGKILL)
            try await server.finish()
        }
        server = try await ground.serve()
        let agent = try Sidecar(ground)
        let task = try await ground.wait(for: "the end of the task") {
            let task = try await agent.request("tasks/get", ["taskId": id], capabilities: Self.taking)
            return task["status"] == "working" ? JSON?.none : .some(task)
        }
        #expect(task["status"] == "completed" && task["result"]?["structuredContent"]?["state"] == "succeeded", "\(task)")
        _ = server
    }

    @Test func `only who may cancel a run cancels its task, and a cancelled request cancels no run`() async throws {
        let ground = try await ground("10m")
        let server = try await ground.serve()
        let agent = try Sidecar(ground)
        let id = try await start(agent)
        let refused = try await agent.reply(to: "tasks/cancel", ["taskId": id], capabilities: Self.taking)
        #expect(refused["error"]?["message"]?.string?.contains("scope operator") == true, "\(refused)")
        #expect(try await ground.answer("runs", "show", id.string ?? "")["state"] == "waiting")

        // Waiting is given up; the run is not.
        let waiting = try agent.send("tools/call", ["name": "get_run", "arguments": ["run": id, "wait_seconds": 120]])
        try agent.write(Array(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(waiting)}}"#.utf8) + [10])
        #expect(try await agent.call("get_run", ["run": id])["state"] == "waiting")
        #expect(!agent.program.output.past.contains { $0.contains("\"id\":\(waiting),") })

        let token = try #require(try await ground.answer("token", "create", "--scope", "operator", "--name", "kim")["token"]?.string)
        let person = try Sidecar(ground, environment: ["RATCHET_URL": ground.url, "RATCHET_TOKEN": token])
        #expect(try await person.request("tasks/cancel", ["taskId": id], capabilities: Self.taking)["resultType"] == "complete")
        _ = try await ground.wait(for: "the end of the task") {
            try await agent.request("tasks/get", ["taskId": id], capabilities: Self.taking)["status"] == "cancelled" ? true : nil
        }
        _ = server
    }
}
