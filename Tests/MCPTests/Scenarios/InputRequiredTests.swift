import JSON
import MCP
import Testing

/// The scenarios `input-required-result-*`.
@Suite struct InputRequiredTests {
    private func call(_ peer: Peer, _ tool: String, _ more: JSON.Object = [:], capabilities: JSON = Peer.everything) async throws -> Peer.Reply {
        var params: JSON.Object = ["name": .string("test_input_required_result_" + tool), "arguments": [:]]
        for (key, value) in more { params[key] = value }
        return try await peer.call("tools/call", params, capabilities: capabilities)
    }

    private func accepted(_ content: JSON) -> JSON { ["action": "accept", "content": content] }

    @Test(
        arguments: [
            ("elicitation", "user_name", "elicitation/create", ["action": "accept", "content": ["name": "Alice"]]),
            (
                "sampling", "capital_question", "sampling/createMessage",
                ["role": "assistant", "model": "m", "content": ["type": "text", "text": "Paris"]]
            ),
            ("list_roots", "client_roots", "roots/list", ["roots": [["uri": "file:///tmp"]]]),
        ] as [(String, String, String, JSON)])
    func `what is needed is asked for and the retry completes`(tool: String, key: String, method: String, answer: JSON) async throws {
        let peer = try await Peer(.july2026)
        let first = try await call(peer, tool)
        #expect(first.result["resultType"] == "input_required")
        #expect(first.result["inputRequests"]?[key]?["method"]?.string == method)
        let second = try await call(peer, tool, ["inputResponses": .object([key: answer])])
        #expect(second.result["resultType"] == "complete")
        #expect(second.result["content"]?[0] != nil)
    }

    @Test func `the state comes back and is understood`() async throws {
        let peer = try await Peer(.july2026)
        let state = try #require(try await call(peer, "request_state").result["requestState"])
        let reply = try await call(peer, "request_state", ["inputResponses": ["confirm": accepted(["ok": true])], "requestState": state])
        #expect(reply.text == "state-ok")
    }

    @Test func `several things are asked for together`() async throws {
        let peer = try await Peer(.july2026)
        let first = try await call(peer, "multiple_inputs").result
        #expect(first["inputRequests"]?.object?.count == 3)
        let answers: JSON = [
            "user_name": accepted(["name": "A"]), "greeting": ["role": "assistant", "model": "m", "content": ["type": "text", "text": "x"]],
            "client_roots": ["roots": []],
        ]
        let second = try await call(peer, "multiple_inputs", ["inputResponses": answers, "requestState": first["requestState"] ?? .null])
        #expect(second.result["resultType"] == "complete")
    }

    @Test func `rounds follow each other with a state of their own`() async throws {
        let peer = try await Peer(.july2026)
        let first = try await call(peer, "multi_round").result
        let second = try await call(
            peer, "multi_round", ["inputResponses": ["step1": accepted(["name": "Alice"])], "requestState": first["requestState"] ?? .null]
        ).result
        #expect(second["inputRequests"]?["step2"] != nil)
        #expect(second["requestState"] != first["requestState"])
        let third = try await call(
            peer, "multi_round", ["inputResponses": ["step2": accepted(["color": "blue"])], "requestState": second["requestState"] ?? .null])
        #expect(third.text == "Alice likes blue.")
    }

    @Test(arguments: [["wrong_key": ["action": "accept", "content": [:]]], [:], ["user_name": 12345], ["user_name": ["action": "jump"]]] as [JSON])
    func `a missing or unusable answer is asked for again`(responses: JSON) async throws {
        let reply = try await call(Peer(.july2026), "elicitation", ["inputResponses": responses])
        #expect(reply.result["resultType"] == "input_required")
        #expect(reply.result["inputRequests"]?["user_name"] != nil)
    }

    @Test func `answers that are no object at all are refused`() async throws {
        #expect(try await call(Peer(.july2026), "elicitation", ["inputResponses": nil]).code == -32602)
    }

    @Test func `answers nobody asked for are ignored`() async throws {
        let responses: JSON = ["user_name": accepted(["name": "Alice"]), "unknown": accepted(["foo": "bar"])]
        #expect(try await call(Peer(.july2026), "elicitation", ["inputResponses": responses]).text == "Hello, Alice!")
    }

    @Test func `a person may decline`() async throws {
        let reply = try await call(Peer(.july2026), "elicitation", ["inputResponses": ["user_name": ["action": "decline"]]])
        #expect(reply.result["isError"] == true)
    }

    @Test func `a prompt may need something, too`() async throws {
        let peer = try await Peer(.july2026)
        let first = try await peer.call("prompts/get", ["name": "test_input_required_result_prompt"])
        #expect(first.result["inputRequests"]?["user_context"]?["method"] == "elicitation/create")
        let second = try await peer.call(
            "prompts/get", ["name": "test_input_required_result_prompt", "inputResponses": ["user_context": accepted(["context": "work"])]])
        #expect(second.result["messages"]?[0]?["content"]?["text"] == "Use this context: work")
    }

    @Test(arguments: ["tools/list", "prompts/list", "resources/list", "resources/templates/list", "server/discover"])
    func `methods that only read never ask`(method: String) async throws {
        #expect(try await Peer(.july2026).call(method).result["resultType"] == "complete")
    }

    @Test(arguments: ["-TAMPERED", ""])
    func `a state that was changed is refused`(suffix: String) async throws {
        let peer = try await Peer(.july2026)
        let state = try #require(try await call(peer, "tampered_state").result["requestState"]?.string)
        let changed = suffix.isEmpty ? "A" + state.dropFirst() : state + suffix
        let reply = try await call(peer, "tampered_state", ["inputResponses": ["confirm": accepted(["ok": true])], "requestState": .string(changed)])
        #expect(reply.code == -32602)
    }

    @Test func `a state of another call is refused`() async throws {
        let peer = try await Peer(.july2026)
        let state = try #require(try await call(peer, "tampered_state").result["requestState"])
        let reply = try await call(peer, "request_state", ["inputResponses": ["confirm": accepted(["ok": true])], "requestState": state])
        #expect(reply.code == -32602)
    }

    @Test func `only what the client has declared is asked for`() async throws {
        let peer = try await Peer(.july2026)
        let asked = try await call(peer, "capabilities", capabilities: ["sampling": [:]]).result["inputRequests"]?.object
        #expect(asked?.keys == ["sampled"])
        let refused = try await call(peer, "elicitation", capabilities: ["sampling": [:]])
        #expect(refused.code == -32021)
        #expect(refused.status == 400)
        #expect(refused.last["error"]?["data"]?["requiredCapabilities"] == ["elicitation": [:]])
    }
}
