import JSON

/// A frame that is no message, with the id to answer under when it could be read.
package struct UnreadableMessage: Error, Sendable, Hashable {
    package let id: RequestID?
    package let error: MCPError
}

extension Message {
    /// Reads one frame, strictly: JSON within the limits, one object, `jsonrpc` "2.0", and exactly the members of one kind of message.
    package init(parsing bytes: [UInt8], limits: FrameLimits = FrameLimits()) throws(UnreadableMessage) {
        guard bytes.count <= limits.bytes else { throw UnreadableMessage(id: nil, error: .frameTooLong(limit: limits.bytes)) }
        let json: JSON
        do {
            json = try JSON(parsing: bytes, numbers: .roundLargeIntegers, depth: limits.depth)
        } catch {
            throw UnreadableMessage(id: nil, error: .unparsable("\(error)"))
        }
        try self.init(json)
    }

    init(_ json: JSON) throws(UnreadableMessage) {
        guard let object = json.object else {
            let what = json.array == nil ? "a message is a JSON object" : "batches are not taken; send one message at a time"
            throw UnreadableMessage(id: nil, error: .invalidRequest(what))
        }
        let id = RequestID(object["id"])
        func refused(_ reason: String) -> UnreadableMessage { UnreadableMessage(id: id, error: .invalidRequest(reason)) }

        guard object["jsonrpc"] == "2.0" else { throw refused("\"jsonrpc\" must be \"2.0\"") }
        if let method = object["method"] {
            guard let method = method.string else { throw refused("\"method\" must be a text") }
            guard object["result"] == nil, object["error"] == nil else { throw refused("a message with a \"method\" has no result and no error") }
            let params = try Self.params(object["params"], refused)
            guard object["id"] != nil else {
                self = .notification(Notification(method: method, params: params))
                return
            }
            guard let id else { throw refused("\"id\" must be a text or an integer") }
            self = .request(Request(id: id, method: method, params: params))
        } else {
            guard let outcome = Self.outcome(object) else { throw refused("a message has a \"method\", a \"result\" or an \"error\"") }
            guard object["id"] == nil || id != nil else { throw refused("\"id\" must be a text or an integer") }
            self = .response(Response(id: id, outcome))
        }
    }

    private static func params(_ json: JSON?, _ refused: (String) -> UnreadableMessage) throws(UnreadableMessage) -> JSON.Object {
        guard let json else { return [:] }
        guard let object = json.object else { throw refused("\"params\" must be an object") }
        return object
    }

    private static func outcome(_ object: JSON.Object) -> Response.Outcome? {
        switch (object["result"], object["error"]) {
        case (.object(let result)?, nil): return .result(result)
        case (nil, let error?):
            guard let code = error["code"]?.int, let message = error["message"]?.string else { return nil }
            return .error(RemoteError(code: code, message: message, data: error["data"]))
        default: return nil
        }
    }
}
