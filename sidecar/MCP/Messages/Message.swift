package import JSON

/// One JSON-RPC 2.0 message. Batches are not part of the protocol.
package enum Message: Sendable, Hashable {
    case request(Request)
    case notification(Notification)
    case response(Response)

    package struct Request: Sendable, Hashable {
        package var id: RequestID
        package var method: String
        package var params: JSON.Object

        package init(id: RequestID, method: String, params: JSON.Object = [:]) {
            self.id = id
            self.method = method
            self.params = params
        }
    }

    package struct Notification: Sendable, Hashable {
        package var method: String
        package var params: JSON.Object

        package init(method: String, params: JSON.Object = [:]) {
            self.method = method
            self.params = params
        }
    }

    package struct Response: Sendable, Hashable {
        /// Nil when the request could not be read far enough to know it.
        package var id: RequestID?
        package var outcome: Outcome

        package enum Outcome: Sendable, Hashable {
            case result(JSON.Object)
            case error(RemoteError)
        }

        package init(id: RequestID?, _ outcome: Outcome) {
            self.id = id
            self.outcome = outcome
        }
    }
}

/// An error as it stands on the wire.
package struct RemoteError: Error, Sendable, Hashable {
    package var code: Int64
    package var message: String
    package var data: JSON?

    package init(code: Int64, message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }
}

extension RemoteError {
    package var json: JSON {
        var object: JSON.Object = ["code": .int(code), "message": .string(message)]
        object["data"] = data
        return .object(object)
    }
}

extension Message {
    package var json: JSON {
        var object: JSON.Object = ["jsonrpc": "2.0"]
        switch self {
        case .request(let request):
            object["id"] = request.id.json
            object["method"] = .string(request.method)
            if !request.params.isEmpty { object["params"] = .object(request.params) }
        case .notification(let notification):
            object["method"] = .string(notification.method)
            if !notification.params.isEmpty { object["params"] = .object(notification.params) }
        case .response(let response):
            object["id"] = response.id?.json
            switch response.outcome {
            case .result(let result): object["result"] = .object(result)
            case .error(let error): object["error"] = error.json
            }
        }
        return .object(object)
    }

    /// One line of compact JSON without its line feed.
    package var bytes: [UInt8] { json.bytes(.compact) }
}
