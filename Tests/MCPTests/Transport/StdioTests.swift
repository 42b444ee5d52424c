import JSON
import MCP
import Testing

/// Lines over pipes, good and bad.
@Suite struct StdioTests {
    @Test func `a request is answered and the end of the input ends the server`() async throws {
        let peer = try LinePeer()
        peer.send(LinePeer.stateless("server/discover", id: 1))
        #expect(try await peer.next(answering: "server/discover")?["id"] == 1)
        peer.endInput()
        try await peer.ended()
        #expect(try await peer.next() == nil)
    }

    @Test func `both eras are spoken on one connection`() async throws {
        let peer = try LinePeer()
        let initialize: JSON = ["protocolVersion": "2025-06-18", "capabilities": [:], "clientInfo": ["name": "t", "version": "1"]]
        peer.send(["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": initialize])
        #expect(try await peer.next(answering: "initialize", in: .november2025)?["result"]?["protocolVersion"] == "2025-06-18")
        peer.send(["jsonrpc": "2.0", "method": "notifications/initialized"])
        peer.send(["jsonrpc": "2.0", "id": 2, "method": "tools/list"])
        #expect(try await peer.next(answering: "tools/list", in: .november2025)?["result"]?["resultType"] == nil)
        peer.send(LinePeer.stateless("tools/list", id: 3))
        #expect(try await peer.next(answering: "tools/list")?["result"]?["resultType"] == "complete")
        peer.send(LinePeer.stateless("ping", id: 4))
        #expect(try await peer.next()?["error"]?["code"] == -32601)
        peer.content.changes.post(.tools)
        #expect(try await peer.next(in: .november2025)?["method"] == "notifications/tools/list_changed")
    }

    @Test func `a request of no era is told what to do`() async throws {
        let peer = try LinePeer()
        peer.send(["jsonrpc": "2.0", "id": 1, "method": "tools/list"])
        #expect(try await peer.next()?["error"]?["message"]?.string?.contains("initialize") == true)
        peer.send(["jsonrpc": "2.0", "id": 2, "method": "server/discover", "params": [:]])
        #expect(try await peer.next()?["error"]?["code"] == -32602)
    }

    @Test func `a frame of twenty megabytes is refused without being kept`() async throws {
        let peer = try LinePeer()
        peer.send(text: #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"x":""#)
        for _ in 0..<20 { peer.send(Array(repeating: UInt8(ascii: "x"), count: 1_000_000)) }
        let refusal = try #require(try await peer.next())
        #expect(refusal["error"]?["code"] == -32600)
        #expect(refusal["error"]?["message"]?.string?.contains("4194304 bytes") == true)
        #expect(refusal["id"] == nil)
        peer.send(text: "\"}}\n")
        peer.send(LinePeer.stateless("tools/list", id: 2))
        #expect(try await peer.next(answering: "tools/list")?["id"] == 2)
    }

    enum BadFrame: String, CaseIterable {
        case badText, tooDeep, noJSON, batch, noMessage, nullID, duplicateKey

        var bytes: [UInt8] {
            switch self {
            case .badText: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]
            case .tooDeep: Array(repeating: UInt8(ascii: "["), count: 100_000)
            case .noJSON: Array("not json".utf8)
            case .batch: Array("[]".utf8)
            case .noMessage: Array("{}".utf8)
            case .nullID: Array(#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#.utf8)
            case .duplicateKey: Array(#"{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"#.utf8)
            }
        }

        var code: Int64 {
            switch self {
            case .badText, .tooDeep, .noJSON, .duplicateKey: -32700
            case .batch, .noMessage, .nullID: -32600
            }
        }
    }

    @Test(arguments: BadFrame.allCases)
    func `a bad frame is answered and the next one is served`(frame: BadFrame) async throws {
        let peer = try LinePeer()
        peer.send(frame.bytes + [10])
        #expect(try await peer.next()?["error"]?["code"]?.int == frame.code)
        peer.send(LinePeer.stateless("tools/list", id: 2))
        #expect(try await peer.next(answering: "tools/list")?["id"] == 2)
    }

    @Test func `half a line is waited for`() async throws {
        let peer = try LinePeer()
        let bytes = LinePeer.stateless("tools/list", id: 1).bytes(.compact)
        peer.send(Array(bytes[..<20]))
        peer.content.changes.post(.tools)
        peer.send(Array(bytes[20...]) + [10])
        #expect(try await peer.next(answering: "tools/list")?["id"] == 1)
    }

    @Test func `a call under way is answered after the input has ended`() async throws {
        let peer = try LinePeer()
        peer.send(LinePeer.stateless("tools/call", ["name": "test_tool_with_progress"], id: 1))
        peer.endInput()
        #expect(try await peer.next(answering: "tools/call")?["result"]?["content"] != nil)
        try await peer.ended()
    }

    @Test func `a call that hangs does not keep the server for longer than its grace`() async throws {
        let peer = try LinePeer(grace: .seconds(1))
        peer.send(LinePeer.stateless("tools/call", ["name": "test_hang"], id: 1))
        peer.send(text: "{\"jsonrpc\"")
        peer.endInput()
        try await peer.ended()
    }

    @Test func `a closed output ends the server instead of killing the process`() async throws {
        let peer = try LinePeer(isHeard: false)
        peer.send(LinePeer.stateless("tools/list", id: 1))
        try await peer.ended()
    }

    @Test func `a cancelled request is not answered`() async throws {
        let peer = try LinePeer()
        peer.send(LinePeer.stateless("tools/call", ["name": "test_hang"], id: "hang", meta: ["progressToken": 5]))
        #expect(try await peer.next()?["params"]?["progressToken"] == 5)
        peer.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": "hang"]])
        peer.send(LinePeer.stateless("tools/list", id: 2))
        #expect(try await peer.next(answering: "tools/list")?["id"] == 2)
    }

    @Test func `a subscription lives until it is cancelled`() async throws {
        let peer = try LinePeer()
        peer.send(LinePeer.stateless("subscriptions/listen", ["notifications": ["toolsListChanged": true]], id: "s"))
        #expect(try await peer.next()?["method"] == "notifications/subscriptions/acknowledged")
        peer.content.changes.post(.tools)
        #expect(try await peer.next()?["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == "s")
        peer.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": "s"]])
        peer.send(LinePeer.stateless("tools/call", ["name": "test_trigger_tool_change"], id: 2))
        #expect(try await peer.next(answering: "tools/call")?["id"] == 2)
    }

    @Test func `an id that is under way is not taken again, and requests are bounded`() async throws {
        let peer = try LinePeer()
        for id in 1...64 as ClosedRange<Int64> { peer.send(LinePeer.stateless("tools/call", ["name": "test_hang"], id: .int(id))) }
        peer.send(LinePeer.stateless("tools/list", id: 1))
        #expect(try await peer.next()?["error"]?["code"] == -32600)
        peer.send(LinePeer.stateless("tools/list", id: 65))
        #expect(try await peer.next()?["error"]?["message"]?.string?.contains("64 requests") == true)
    }
}
