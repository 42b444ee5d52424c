import JSON
import Testing

@testable import MCP

/// Arguments that are repeated in `Mcp-Param-` headers.
@Suite struct ParameterHeaderTests {
    private static let schema: JSON = [
        "type": "object",
        "properties": [
            "region": ["type": "string", "x-mcp-header": "Region"], "count": ["type": "integer", "x-mcp-header": "Count"],
            "fast": ["type": "boolean", "x-mcp-header": "Fast"],
            "inner": ["type": "object", "properties": ["zone": ["type": "string", "x-mcp-header": "Zone"]]],
            // None of these can be repeated.
            "list": ["type": "array", "items": ["type": "string", "x-mcp-header": "Item"]], "any": ["x-mcp-header": "Any"],
            "odd": ["type": "string", "x-mcp-header": "no token"], "one": ["type": "string", "x-mcp-header": "Twin"],
            "two": ["type": "string", "x-mcp-header": "twin"],
        ],
    ]

    private func complaint(_ arguments: JSON, _ headers: [(name: String, value: String)] = []) -> String? {
        let request = EndpointRequest(method: "POST", path: "/mcp", headers: headers)
        do throws(MCPError) { try ParameterHeaders(of: Self.schema).check(request, arguments) } catch {
            return error.code(in: .july2026) == -32020 && error.status == 400 ? error.description : "another error"
        }
        return nil
    }

    @Test func `what is repeated and agrees passes, in plain and encoded form`() {
        let arguments: JSON = ["region": "Zürich", "count": 42, "fast": true, "inner": ["zone": "a"]]
        let headers = [
            ("mcp-param-region", "=?base64?WsO8cmljaA==?="), ("Mcp-Param-Count", "42.0"), ("Mcp-Param-Fast", "true"), ("Mcp-Param-Zone", "a"),
        ]
        #expect(complaint(arguments, headers) == nil)
    }

    @Test func `what is missing or null needs no header, nor what cannot be repeated`() {
        #expect(complaint([:]) == nil && complaint(["region": .null]) == nil)
        #expect(complaint(["list": ["a"], "any": "a", "odd": "a", "one": "a", "two": "a"]) == nil)
    }

    @Test(arguments: [
        (["region": "eu"], []), (["region": "eu"], [("Mcp-Param-Region", "us")]),
        (["region": "eu"], [("Mcp-Param-Region", "eu"), ("Mcp-Param-Region", "us")]), (["region": "eu"], [("Mcp-Param-Region", "=?base64?!?=")]),
        (["count": 42], [("Mcp-Param-Count", "43")]), (["count": 42], [("Mcp-Param-Count", "x")]),
        (["fast": true], [("Mcp-Param-Fast", "yes")]), (["inner": ["zone": "a"]], [("Mcp-Param-Zone", "b")]),
    ] as [(JSON, [(name: String, value: String)])])
    func `what is left out or differs is refused`(arguments: JSON, headers: [(name: String, value: String)]) {
        #expect(complaint(arguments, headers)?.contains("Mcp-Param-") == true)
    }

    @Test func `a call is judged by them before its tool`() async throws {
        let peer = try await Peer(.july2026)
        let call: JSON.Object = ["name": "test_routed", "arguments": ["region": "eu"]]
        #expect(try await peer.call("tools/call", call).code == -32020)
        let routed = try await peer.call("tools/call", call, headers: ["Mcp-Param-Region": "eu"])
        #expect(routed.status == 200 && routed.text == "Routed to eu.")
    }
}
