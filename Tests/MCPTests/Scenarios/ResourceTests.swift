import JSON
import MCP
import Testing

@Suite struct ResourceTests {
    @Test(arguments: Revision.allCases)
    func `resources are listed without templates`(revision: Revision) async throws {
        let peer = try await Peer(revision)
        let resources = try #require(try await peer.call("resources/list").result["resources"]?.array)
        #expect(resources.compactMap { $0["uri"]?.string } == ["test://static-text", "test://static-binary", "test://watched-resource"])
        let templates = try await peer.call("resources/templates/list").result["resourceTemplates"]
        #expect(templates?[0]?["uriTemplate"] == "test://template/{id}/data")
    }

    @Test(arguments: Revision.allCases)
    func `a text, bytes and a template are read`(revision: Revision) async throws {
        let peer = try await Peer(revision)
        let text = try await peer.call("resources/read", ["uri": "test://static-text"]).result["contents"]?[0]
        #expect(text?["text"] == "This is the content of the static text resource.")
        let binary = try await peer.call("resources/read", ["uri": "test://static-binary"]).result["contents"]?[0]
        #expect(binary?["blob"]?.string.flatMap { Base64.decode($0) }?.isEmpty == false)
        let made = try await peer.call("resources/read", ["uri": "test://template/123/data"]).result["contents"]?[0]
        #expect(made?["text"]?.string == #"{"id":"123","templateTest":true,"data":"Data for ID: 123"}"#)
    }

    @Test(arguments: [(Revision.july2026, Int64(-32602)), (.november2025, -32002)])
    func `a resource that is not there is an error with its URI`(revision: Revision, code: Int64) async throws {
        let reply = try await Peer(revision).call("resources/read", ["uri": "test://nonexistent"])
        #expect(reply.code == code)
        #expect(reply.last["error"]?["data"]?["uri"] == "test://nonexistent")
        #expect(reply.status == 200)
    }
}

@Suite struct PromptTests {
    @Test(arguments: Revision.allCases)
    func `prompts are listed with their arguments`(revision: Revision) async throws {
        let prompts = try #require(try await Peer(revision).call("prompts/list").result["prompts"]?.array)
        #expect(prompts.count == 5)
        #expect(prompts[1]["arguments"]?.array?.compactMap { $0["name"]?.string } == ["arg1", "arg2"])
    }

    @Test(arguments: Revision.allCases)
    func `prompts have text, arguments, resources and images`(revision: Revision) async throws {
        let peer = try await Peer(revision)
        func content(_ name: JSON, _ arguments: JSON = [:]) async throws -> JSON? {
            try await peer.call("prompts/get", ["name": name, "arguments": arguments]).result["messages"]?[0]?["content"]
        }
        #expect(try await content("test_simple_prompt")?["text"] == "This is a simple prompt for testing.")
        let filled = try await content("test_prompt_with_arguments", ["arg1": "hello", "arg2": "world"])
        #expect(filled?["text"] == "Prompt with arguments: arg1='hello', arg2='world'")
        let embedded = try await content("test_prompt_with_embedded_resource", ["resourceUri": "test://example"])
        #expect(embedded?["resource"]?["uri"] == "test://example")
        #expect(try await content("test_prompt_with_image")?["mimeType"] == "image/png")
    }

    @Test(arguments: Revision.allCases, [["name": "nothing"], ["name": "test_prompt_with_arguments", "arguments": ["arg1": "a"]]] as [JSON.Object])
    func `an unknown prompt and a missing argument are refused`(revision: Revision, params: JSON.Object) async throws {
        #expect(try await Peer(revision).call("prompts/get", params).code == -32602)
    }

    @Test(arguments: Revision.allCases)
    func `completions begin with what was typed`(revision: Revision) async throws {
        let peer = try await Peer(revision)
        let argument: JSON = ["name": "arg1", "value": "par"]
        let reply = try await peer.call(
            "completion/complete", ["ref": ["type": "ref/prompt", "name": "test_prompt_with_arguments"], "argument": argument])
        #expect(reply.result["completion"]?["values"] == ["paris", "park", "party"])
        #expect(reply.result["completion"]?["hasMore"] == false)
        #expect(try await peer.call("completion/complete", ["ref": ["type": "ref/else"], "argument": argument]).code == -32602)
    }
}
