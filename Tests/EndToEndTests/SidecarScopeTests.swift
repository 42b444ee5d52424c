import JSON
import Testing
import Workspace

/// What an agent meets whose token does not allow what it tries: each refusal says which scope or rule it is, and nothing changes.
@Suite(.timeLimit(.minutes(2))) struct SidecarScopeTests {
    /// All that writes, with arguments that would do.
    private static func writes(_ run: JSON) -> [(tool: String, arguments: JSON.Object)] {
        var changed: JSON.Object = Documents.greet.object ?? [:]
        changed["summary"] = "Greet somebody, warmly."
        let loop: JSON = ["loop": "often", "summary": "Greet often.", "schedule": ["every": "5m"], "skill": "greet@^1", "input": ["name": "Kim"]]
        return [
            ("register_skill", ["document": .object(changed), "reason": "Warmth.", "base": "greet@1.0.0"]),
            ("propose_loop", ["document": loop, "reason": "Warmth."]), ("run_skill", ["skill": "greet"]),
            ("label_run", ["run": run, "verdict": "good"]),
        ]
    }

    private struct Place {
        let ground: Ground
        let server: Program
        let url: String
        /// A run that was there before.
        let run: JSON

        /// With a workspace whose policy lets agents run one skill, which is not the one they try.
        init() async throws {
            ground = try await Ground.prepared(skills: [Documents.greet, Documents.refuse])
            try ground.write("ratchet.json", ["services": [:], "models": [:], "policy": ["agent_may_run": ["refuse"]]])
            server = try await ground.serve()
            url = try ground.url
            run = try #require(try await ground.answer("run", "greet", "--input", #"{"name": "Kim"}"#, "--wait")["id"])
        }

        func token(_ scope: String) async throws -> JSON { try await ground.answer("token", "create", "--scope", scope, "--name", "kim") }

        func agent(_ token: String?) throws -> Sidecar {
            try Sidecar(ground, environment: ["RATCHET_URL": url, "RATCHET_TOKEN": token ?? ""])
        }

        /// All that a session could have changed.
        func state() async throws -> [String] {
            let run = self.run.string ?? ""
            return [
                try await ground.git("rev-parse", "refs/ratchet/live", "refs/heads/main"), try await ground.git("branch", "--list", "proposals/*"),
                try await ground.answer("runs", "list")["items"].map { $0.text(.compact) } ?? "",
                try await ground.answer("review", "list")["items"].map { $0.text(.compact) } ?? "",
                try await ground.answer("runs", "show", run)["labels"].map { $0.text(.compact) } ?? "",
            ]
        }
    }

    @Test func `a viewer's token looks and checks, and every write is refused by its scope`() async throws {
        let place = try await Place()
        let before = try await place.state()
        let agent = try place.agent(try await place.token("viewer")["token"]?.string)
        #expect(try await agent.call("get_skill", ["skill": "greet"])["skill"] == "greet@1.0.0")
        #expect(try await agent.call("get_run", ["run": place.run])["state"] == "succeeded")
        let checked = try await agent.call("check_skill", ["document": Documents.greet])
        #expect(checked["status"] == "ok" && checked["not_compared"]?.string?.contains("scope operator") == true, "\(checked)")
        for (tool, arguments) in Self.writes(place.run) {
            let refused = try await agent.call(tool, arguments)
            #expect(refused["code"] == "scope" && refused["status"] == "rejected", "\(tool): \(refused)")
            let message = refused["message"]?.string ?? ""
            #expect(message.contains("scope operator") && message.contains("scope viewer"), "\(tool): \(message)")
            #expect(refused["advice"]?.string?.contains("a person does this") == true, "\(tool): \(refused)")
        }
        #expect(try await place.state() == before)
    }

    @Test func `an agent's token is refused by the policy's name, which does not tell what it lists`() async throws {
        let place = try await Place()
        let before = try await place.state()
        let agent = try Sidecar(place.ground)
        let refused = try await agent.call("run_skill", ["skill": "greet"])
        let message = refused["message"]?.string ?? ""
        #expect(refused["code"] == "policy" && message.contains("policy.agent_may_run") && message.contains("\"greet\""), "\(refused)")
        #expect(!message.contains("refuse") && refused["consequence"] == "Nothing was changed.")
        // Whatever the token: there is no tool for these, and a task cannot be cancelled.
        for tool in ["approve_proposal", "adopt", "answer", "cancel_run"] {
            #expect(try await agent.reply(to: "tools/call", ["name": .string(tool), "arguments": [:]])["error"]?["code"] == -32602)
        }
        #expect(try await place.state() == before)
    }

    @Test func `a token that was taken back, or never was one, is told so at every tool`() async throws {
        let place = try await Place()
        let made = try await place.token("operator")
        let agent = try place.agent(made["token"]?.string)
        #expect(try await agent.call("get_skill", ["skill": "greet"])["skill"] == "greet@1.0.0")
        #expect(try await place.ground.ratchet("token", "revoke", made["id"]?.string ?? "").code == 0)
        let before = try await place.state()
        let stranger = try place.agent("rt_nobody")
        for (tool, arguments) in Self.writes(place.run) + [("list_skills", [:]), ("get_run", ["run": place.run])] {
            for client in [agent, stranger] {
                let refused = try await client.call(tool, arguments)
                #expect(refused["code"] == "unauthorized", "\(tool): \(refused)")
                #expect(refused["message"]?.string?.contains("does not know the token") == true, "\(tool): \(refused)")
            }
        }
        #expect(try await place.state() == before)
    }

    @Test func `without a token the sidecar says which variable is missing, and the server asks for one`() async throws {
        let place = try await Place()
        let before = try await place.state()
        let refused = try await place.agent(nil).call("run_skill", ["skill": "greet"])
        #expect(refused["code"] == "server_unavailable" && refused["message"]?.string?.contains("RATCHET_TOKEN is not") == true, "\(refused)")
        let call = #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}"#
        let attempts = [
            ("Authorization;", "Bearer"), ("Authorization: Bearer rt_nobody", "invalid_token"), ("Authorization: Basic x", "invalid_request"),
        ]
        for (header, challenge) in attempts {
            let answer = try await place.ground.shell("curl -s -i -H '\(header)' -H 'Content-Type: application/json' -d '\(call)' \(place.url)/mcp")
            #expect(answer.output.contains("401 ") && answer.output.contains(challenge), "\(answer)")
            #expect(answer.output.lowercased().contains("www-authenticate: bearer"), "\(answer)")
        }
        #expect(try await place.state() == before)
    }
}
