import JSON

/// The headers of a stateless request that repeat parts of its body, for whoever routes requests without reading bodies. They have to
/// agree with it, or a request could be judged by one and carried out by the other.
struct RoutingHeaders: Sendable {
    var version: String?
    var method: String?
    var name: String?

    init(_ request: EndpointRequest) {
        version = request["mcp-protocol-version"]
        method = request["mcp-method"]
        name = request["mcp-name"]
    }

    /// Throws `headerMismatch`. A version that is missing from the body is left to be complained about there.
    func check(_ request: Message.Request) throws(MCPError) {
        guard let version else { throw .headerMismatch("the header MCP-Protocol-Version is missing") }
        if let stated = request.params["_meta"]?[MetaKey.protocolVersion]?.string, stated != version {
            throw .headerMismatch("the header MCP-Protocol-Version is \(version.debugDescription), the body says \(stated.debugDescription)")
        }
        guard let method else { throw .headerMismatch("the header Mcp-Method is missing") }
        guard method == request.method else {
            throw .headerMismatch("the header Mcp-Method is \(method.debugDescription), the method \(request.method.debugDescription)")
        }
        guard let member = Self.member(of: request.method), let expected = request.params[member]?.string else { return }
        guard let name else {
            // Clients know of the extension for tasks only what they are told; the core of the protocol has no name for its methods.
            if request.method.hasPrefix("tasks/") { return }
            throw .headerMismatch("the header Mcp-Name is missing")
        }
        guard let decoded = Self.decoded(name), decoded.utf8.elementsEqual(expected.utf8) else {
            throw .headerMismatch("the header Mcp-Name is \(name.debugDescription), params.\(member) \(expected.debugDescription)")
        }
    }

    /// The parameter that `Mcp-Name` repeats.
    private static func member(of method: String) -> String? {
        switch method {
        case "tools/call", "prompts/get": "name"
        case "resources/read": "uri"
        case "tasks/get", "tasks/update", "tasks/cancel": "taskId"
        default: nil
        }
    }

    /// Text that no header can carry comes as `=?base64?...?=`. Nil when that is broken.
    static func decoded(_ value: String) -> String? {
        guard value.hasPrefix("=?base64?"), value.hasSuffix("?="), value.count >= 11 else { return value }
        return Base64.decode(value.dropFirst(9).dropLast(2)).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
