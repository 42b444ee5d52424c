import JSON
import MCP
import Testing

@Suite struct ToolTests {
    @Test(arguments: Revision.allCases)
    func `tools are listed with their schemas, in the same order each time`(revision: Revision) async throws {
        let peer = try await Peer(revision)
        let tools = try #require(try await peer.call("tools/list").result["tools"]?.array)
        #expect(tools.count > 20)
        #expect(tools.allSatisfy { $0["inputSchema"]?["type"] == "object" && $0["description"]?.string != nil })
        #expect(try await peer.call("tools/list").result["tools"]?.array == tools)
        let vocabulary = try #require(tools.first { $0["name"] == "json_schema_2020_12_tool" }?["inputSchema"])
        #expect(["$schema", "$defs", "allOf", "if", "then", "else", "additionalProperties"].allSatisfy { vocabulary[$0] != nil })
        #expect(vocabulary["$defs"]?["address"]?["$anchor"] == "addressDef")
    }

    @Test(
        arguments: Revision.allCases,
        [
            ("test_simple_text", ["text"]), ("test_image_content", ["image"]), ("test_audio_content", ["audio"]),
            ("test_embedded_resource", ["resource"]), ("test_multiple_content_types", ["text", "image", "resource"]),
        ])
    func `content of every kind arrives`(revision: Revision, tool: (name: String, types: [String])) async throws {
        let reply = try await Peer(revision).call("tools/call", ["name": .string(tool.name), "arguments": [:]])
        #expect(reply.status == 200)
        #expect(reply.result["content"]?.array?.compactMap { $0["type"]?.string } == tool.types)
        #expect(reply.result["isError"] == nil)
        #expect(reply.result["resultType"]?.string == (revision.isStateless ? "complete" : nil))
    }

    @Test(arguments: Revision.allCases)
    func `the bytes of an image are those of the file`(revision: Revision) async throws {
        let reply = try await Peer(revision).call("tools/call", ["name": "test_image_content"])
        #expect(Base64.decode(try #require(reply.result["content"]?[0]?["data"]?.string))?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
    }

    @Test(arguments: Revision.allCases)
    func `an error of a tool is a result`(revision: Revision) async throws {
        let reply = try await Peer(revision).call("tools/call", ["name": "test_error_handling"])
        #expect(reply.result["isError"] == true)
        #expect(reply.text == "This tool intentionally returns an error for testing")
    }

    @Test(arguments: Revision.allCases)
    func `progress comes before the answer, under the token, and only when asked for`(revision: Revision) async throws {
        let peer = try await Peer(revision)
        let reply = try await peer.call("tools/call", ["name": "test_tool_with_progress"], meta: ["progressToken": "token"])
        let reports = reply.frames.filter { $0["method"] == "notifications/progress" }
        #expect(reports.compactMap { $0["params"]?["progress"]?.int } == [0, 50, 100])
        #expect(reports.allSatisfy { $0["params"]?["progressToken"] == "token" && $0["params"]?["total"] == 100 })
        #expect(reply.result["content"] != nil)
        #expect(try await peer.call("tools/call", ["name": "test_tool_with_progress"], id: 2).frames.count == 1)
    }

    @Test(arguments: Revision.allCases)
    func `arguments that do not fit are told to the model and the tool is not called`(revision: Revision) async throws {
        let reply = try await Peer(revision).call("tools/call", ["name": "test_structured", "arguments": ["a": "two", "c": 1]])
        #expect(reply.result["isError"] == true)
        let text = try #require(reply.text)
        #expect(text.contains("arguments/a:") && text.contains("was not called"), "\(text)")
    }

    @Test(arguments: Revision.allCases)
    func `a structured result comes as a value and as text`(revision: Revision) async throws {
        let reply = try await Peer(revision).call("tools/call", ["name": "test_structured", "arguments": ["a": 2, "b": 3]])
        #expect(reply.result["structuredContent"] == ["sum": 5])
        #expect(reply.text == #"{"sum":5}"#)
    }

    @Test(arguments: Revision.allCases)
    func `an unknown tool is an error of the request`(revision: Revision) async throws {
        let reply = try await Peer(revision).call("tools/call", ["name": "no_such_tool"])
        #expect(reply.status == 200)
        #expect(reply.code == -32602)
    }

    @Test(
        arguments: Revision.allCases,
        [["name": 1], [:], ["name": "test_simple_text", "arguments": []], ["name": "greet", "_meta": []]] as [JSON.Object])
    func `parameters of the wrong type are refused`(revision: Revision, params: JSON.Object) async throws {
        #expect(try await Peer(revision).call("tools/call", params, headers: ["Mcp-Name": nil]).code.map { [-32602, -32020].contains($0) } == true)
    }

    @Test(arguments: Revision.allCases)
    func `several requests at once are answered each on its own`(revision: Revision) async throws {
        let peer = try await Peer(revision)
        try await withThrowingTaskGroup(of: JSON?.self) { group in
            for id in 1000..<1003 as Range<Int64> { group.addTask { try await peer.call("tools/list", id: .int(id)).last["id"] } }
            var ids: Set<JSON> = []
            for try await id in group { ids.insert(try #require(id)) }
            #expect(ids == [1000, 1001, 1002])
        }
    }

    @Test(arguments: Revision.allCases)
    func `a list comes in pages, each item once`(revision: Revision) async throws {
        let peer = try await Peer(revision, pageSize: 5)
        let whole = try await Peer(revision).call("tools/list").result["tools"]?.array
        var items: [JSON] = []
        var cursor: JSON?
        repeat {
            let result = try await peer.call("tools/list", cursor.map { ["cursor": $0] } ?? [:]).result
            let page = try #require(result["tools"]?.array)
            #expect(page.count <= 5)
            items += page
            cursor = result["nextCursor"]
        } while cursor != nil
        #expect(items == whole)
        #expect(try await peer.call("tools/list", ["cursor": "nonsense"]).code == -32602)
    }
}
