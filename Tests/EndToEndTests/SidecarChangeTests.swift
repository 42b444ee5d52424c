import JSON
import Testing
import Workspace

/// What a client hears while it is connected, from the sidecar and the server as they are shipped.
@Suite(.timeLimit(.minutes(2))) struct SidecarChangeTests {
    private func serving(_ skills: [JSON]) async throws -> (ground: Ground, server: Program) {
        let ground = try await Ground.prepared(skills: skills)
        try ground.write("ratchet.json", ["services": [:], "models": [:], "policy": ["agent_may_run": ["greet", "rest"], "owner_may_adopt": true]])
        return (ground, try await ground.serve())
    }

    @Test func `skills that go live are told, and are tools where the client wants that`() async throws {
        let (ground, server) = try await serving([Documents.refuse])
        let agent = try Sidecar(ground, arguments: ["--skills-as-tools"])
        func tools() async throws -> [String] {
            try await agent.request("tools/list")["tools"]?.array?.compactMap { $0["name"]?.string }.filter { $0.hasPrefix("skill_") } ?? []
        }
        #expect(try await tools() == [])
        let wanted: JSON = ["toolsListChanged": true, "resourcesListChanged": true, "resourceSubscriptions": ["skill://greet"]]
        try agent.send("subscriptions/listen", ["notifications": wanted])
        _ = try await agent.program.line("subscriptions/acknowledged")
        try ground.write(Documents.greet)
        try await ground.commit("Greet")
        #expect(try await ground.ratchet("adopt").code == 0)
        for method in ["tools/list_changed", "resources/list_changed", "resources/updated"] { _ = try await agent.program.line(method) }
        #expect(try await tools() == ["skill_greet"])
        let result = try await agent.request("tools/call", ["name": "skill_greet", "arguments": ["name": "Kim"]])
        #expect(result["structuredContent"] == ["text": "hello Kim"], "\(result)")
        _ = server
    }

    @Test func `a run that is watched is told at its end`() async throws {
        let (ground, server) = try await serving([SidecarTaskTests.rest("1500ms")])
        let agent = try Sidecar(ground)
        let run = try #require(try await agent.call("run_skill", ["skill": "rest", "wait_seconds": 0])["run"]?.string)
        try agent.send("subscriptions/listen", ["notifications": ["resourceSubscriptions": [.string("run://\(run)")]]])
        let told = try await agent.program.line("notifications/resources/updated")
        #expect(told.contains("run://\(run)"))
        _ = try await ground.wait(for: "the end of the run") {
            try await ground.answer("runs", "show", run)["state"] == "succeeded" ? true : nil
        }
        _ = server
    }
}
