import JSON
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An agent at work: the sidecar and the server as they are shipped.
@Suite(.timeLimit(.minutes(2))) struct SidecarTests {
    /// With a workspace whose policy lets agents run some skills.
    private func ground(_ skills: [JSON] = [Documents.greet, Documents.refuse]) async throws -> Ground {
        let ground = try await Ground.prepared(skills: skills)
        let names = skills.compactMap { $0["skill"] }.filter { $0 != "refuse" }
        try ground.write("ratchet.json", ["services": [:], "models": [:], "policy": ["agent_may_run": .array(names), "owner_may_adopt": true]])
        return ground
    }

    @Test func `an agent looks around, repairs a draft by what it is told, runs a skill and reads the run`() async throws {
        let ground = try await ground()
        let server = try await ground.serve()
        let agent = try Sidecar(ground)
        let found = try await agent.call("list_skills", ["query": "greet"])
        #expect(found["skills"]?[0]?["skill"] == "greet@1.0.0")

        // Each round mends what the round before was told, by its code and place, and nothing else.
        var draft: JSON.Object = Documents.greet.object ?? [:]
        draft["skill"] = "greet_all"
        draft["stesp"] = draft["steps"]
        draft["steps"] = nil
        let first = try await agent.call("check_skill", ["document": .object(draft)])
        #expect(first["status"] == "rejected")
        let misspelt = first["problems"]?.array?.first { $0["pointer"] == "/stesp" }
        #expect(misspelt?["hint"]?.string?.contains("steps") == true, "\(first)")
        draft["steps"] = [["id": "say", "call": "ehco", "with": ["text": "hello ${input.name}"]]]
        draft["stesp"] = nil
        let second = try await agent.call("check_skill", ["document": .object(draft)])
        #expect(second["problems"]?[0]?["code"] == "E20" && second["problems"]?[0]?["pointer"] == "/steps/0/call", "\(second)")
        draft["steps"] = [["id": "say", "call": "echo", "with": ["text": "hallo ${input.name}"]]]
        let third = try await agent.call("check_skill", ["document": .object(draft)])
        #expect(third["problems"]?[0]?["code"] == "E51" && third["tests"]?["failed"] == 1, "\(third)")
        draft["steps"] = Documents.greet["steps"]
        #expect(try await agent.call("check_skill", ["document": .object(draft)])["status"] == "ok")

        let run = try await agent.call("run_skill", ["skill": "greet", "input": ["name": "Kim"]])
        #expect(run["state"] == "succeeded" && run["output"] == ["text": "hello Kim"], "\(run)")
        let again = try await agent.call("get_run", ["run": run["run"] ?? .null, "detail": "full"])
        #expect(again["steps"]?[0]?["callable"] == "echo", "\(again)")
        #expect(try await agent.call("query_runs", ["skill": "greet"])["runs"]?[0]?["run"] == run["run"])
        _ = server
    }

    @Test func `what policy does not allow is refused with the rule's name`() async throws {
        let ground = try await ground()
        let server = try await ground.serve()
        let denied = try await Sidecar(ground).call("run_skill", ["skill": "refuse"])
        #expect(denied["code"] == "policy" && denied["message"]?.string?.contains("policy.agent_may_run") == true, "\(denied)")
        #expect(try await ground.answer("runs", "list")["items"] == [])
        _ = server
    }

    @Test func `it starts before the server, and finds it again wherever it comes back`() async throws {
        let ground = try await ground()
        let agent = try Sidecar(ground)
        let early = try await agent.call("list_skills")
        #expect(early["code"] == "server_unavailable" && early["message"]?.string?.contains("ratchet serve") == true, "\(early)")
        #expect(try await agent.call("check_skill", ["document": Documents.greet])["status"] == "ok")
        for _ in 1...2 {
            let server = try await ground.serve()
            #expect(try await agent.call("get_skill", ["skill": "greet"])["skill"] == "greet@1.0.0")
            server.send(SIGKILL)
            try await server.finish()
            #expect(try await agent.call("list_skills")["code"] == "server_unavailable")
        }
    }

    @Test func `a run goes on when the sidecar is killed`() async throws {
        let slow: JSON = [
            "language": 1, "skill": "slow", "version": "1.0.0", "summary": "Take a second.", "input": ["type": "object"],
            "output": ["type": "object"],
            "steps": [["id": "rest", "call": "wait", "with": ["for": "1s"]]], "result": [:],
            "tests": [["name": "rests", "input": [:], "mocks": [:], "expect": ["ran": ["rest"]]]],
        ]
        let ground = try await ground([slow])
        let server = try await ground.serve()
        let agent = try Sidecar(ground)
        let run = try await agent.call("run_skill", ["skill": "slow", "wait_seconds": 0])
        agent.program.send(SIGKILL)
        #expect(try await agent.program.finish().code == -SIGKILL)
        let id = try #require(run["run"]?.string)
        _ = try await ground.wait(for: "the end of the run") {
            try await ground.answer("runs", "show", id)["state"] == "succeeded" ? true : nil
        }
        _ = server
    }

    @Test func `an agent proposes a skill, a person decides, and the agent's client runs it without listing again`() async throws {
        let ground = try await ground()
        let server = try await ground.serve()
        let agent = try Sidecar(ground)
        var document: JSON.Object = Documents.greet.object ?? [:]
        document["summary"] = "Greet somebody, warmly."
        let stale = try await agent.call("register_skill", ["document": .object(document), "reason": "Warmth."])
        #expect(stale["code"] == "base_missing")
        let proposed = try await agent.call("register_skill", ["document": .object(document), "reason": "Warmth.", "base": "greet@1.0.0"])
        #expect(proposed["status"] == "pending", "\(proposed)")
        let id = try #require(proposed["proposal"]?.string, "\(proposed)")
        #expect(try await agent.call("get_proposal", ["proposal": .string(id)])["proposal"] == .string(id))
        // What is live stays live until a person decides.
        #expect(try await agent.call("get_skill", ["skill": "greet"])["skill"] == "greet@1.0.0")

        let token = try #require(try await ground.answer("token", "create", "--scope", "reviewer", "--name", "kim")["token"]?.string)
        let approved = try await ground.shell("RATCHET_TOKEN=\(token) ratchet review approve \(id) --note fine")
        #expect(approved.code == 0, "\(approved)")
        #expect(try await agent.call("get_skill", ["skill": "greet"])["skill"] == "greet@1.0.1")
        let run = try await agent.call("run_skill", ["skill": "greet", "input": ["name": "Kim"]])
        #expect(run["state"] == "succeeded" && run["skill"] == "greet@1.0.1", "\(run)")
        let started = try #require(run["run"]?.string)
        let labelled = try await agent.call("label_run", ["run": .string(started), "verdict": "good", "note": "as it should be"])
        #expect(labelled["verdict"] == "good", "\(labelled)")
        #expect(try await ground.answer("runs", "show", started)["labels"]?[0]?["verdict"] == "good")
        _ = server
    }
}
