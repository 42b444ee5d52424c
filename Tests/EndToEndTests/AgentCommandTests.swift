import JSON
import Testing
import Workspace

/// What a person types to set agents up and to see what they did.
@Suite(.timeLimit(.minutes(2))) struct AgentCommandTests {
    @Test func `a client's file is written once and keeps what is in it`() async throws {
        let ground = try await Ground.prepared()
        try ground.write(".mcp.json", ["mcpServers": ["other": ["command": "x"]]])
        let old = try #require(try Files.read(ground.workspace + "/.mcp.json"))
        let dry = try await ground.ratchet("mcp", "config", "claude-code", "--write", "--dry-run")
        #expect(dry.code == 0 && dry.output.contains("RATCHET_WORKSPACE") && dry.output.contains("other"), "\(dry)")
        #expect(try Files.read(ground.workspace + "/.mcp.json") == old)
        for _ in 1...2 {
            let written = try await ground.ratchet("mcp", "config", "claude-code", "--write")
            #expect(written.code == 0, "\(written)")
        }
        #expect(try Files.read(ground.workspace + "/.mcp.json.backup") == old)
        let bytes = try #require(try Files.read(ground.workspace + "/.mcp.json"))
        let file = try JSON(parsing: bytes)
        #expect(file["mcpServers"]?["other"]?["command"] == "x")
        #expect(file["mcpServers"]?["ratchet"]?["env"]?["RATCHET_WORKSPACE"] == .string(ground.layout.root))
        let sidecar = try #require(file["mcpServers"]?["ratchet"]?["command"]?.string)
        let version = try await ground.ratchet("--version").output
        #expect(try await ground.shell("'\(sidecar)' --version").output == version && !version.isEmpty)
        let printed = try await ground.ratchet("mcp", "config", "codex")
        #expect(printed.output.hasPrefix("[mcp_servers.ratchet]"), "\(printed)")
        #expect(try await ground.ratchet("mcp", "config", "goose", "--write").code == 0)
        #expect(try await ground.shell("cat ~/.config/goose/config.yaml").output.hasPrefix("extensions:\n  ratchet:\n    type: stdio"))
        #expect(try await ground.ratchet("mcp", "config", "cursor", "--skills-as-tools").output.contains("--skills-as-tools"))
        #expect(try await ground.ratchet("mcp", "config", "json", "--write").code == 2)
        #expect(try await ground.ratchet("mcp", "config", "netscape").code == 2)
    }

    @Test func `a tool is called from the terminal as an agent would, with or without a server`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        #expect(try await ground.ratchet("mcp", "inspect").output.contains("register_skill"))
        #expect(try await ground.ratchet("mcp", "inspect", "skill-language://1").output.hasPrefix("# The skill language"))
        try ground.write("draft.json", ["document": Documents.greet])
        let checked = try await ground.ratchet("mcp", "inspect", "check_skill", "--arguments", "@draft.json")
        #expect(checked.code == 0 && checked.output.hasPrefix("ok: no problem"), "\(checked)")
        let down = try await ground.ratchet("mcp", "inspect", "list_skills")
        #expect(down.code == 1 && down.output.contains("ratchet serve"), "\(down)")
        let wrong = try await ground.ratchet("mcp", "inspect", "list_skils")
        #expect(wrong.code == 2 && wrong.errors.contains("did you mean list_skills?"), "\(wrong)")
        let unfit = try await ground.ratchet("mcp", "inspect", "list_skills", "--arguments", #"{"limt": 1}"#)
        #expect(unfit.code == 2 && unfit.errors.contains("did you mean \"limit\"?"), "\(unfit)")

        let server = try await ground.serve()
        let denied = try await ground.ratchet("mcp", "inspect", "run_skill", "--arguments", #"{"skill": "greet"}"#)
        #expect(denied.code == 1 && denied.output.contains("policy.agent_may_run"), "\(denied)")
        _ = server
    }

    @Test func `calls of tools are on record after the sidecar has ended`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        do {
            let agent = try Sidecar(ground)
            _ = try await agent.call("get_skill", ["skill": "greet"])
            _ = try await agent.call("get_skill", ["skill": "nobody"])
            agent.endInput()
            #expect(try await agent.program.finish().code == 0)
        }
        let place = try #require(try Files.read(ground.layout.server))
        let url = try #require(try JSON(parsing: place)["url"]?.string)
        let token = "$(cat '\(ground.layout.agentToken)')"
        let listed = try await ground.shell("curl -s -H \"Authorization: Bearer \(token)\" \(url)/api/v1/tool-calls")
        let rows = try #require(try JSON(parsing: listed.output)["items"]?.array, "\(listed)")
        #expect(Set(rows.compactMap { $0["outcome"]?.string }) == ["ok", "unknown_skill"])
        #expect(rows.allSatisfy { $0["client"] == "end-to-end" && $0["token"] == "agent" })
        _ = server
    }
}
