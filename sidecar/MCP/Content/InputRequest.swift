package import JSON

/// Something only the client can provide while a call is under way, such as an answer of the person in front of it.
///
/// From 2026-07-28 on it is part of a result and the client calls again with the answer. Before, the server asks over the session while the
/// client waits. A handler does not see the difference: it returns what it needs and is called again with the answers.
package struct InputRequest: Sendable, Hashable {
    package var method: String
    package var params: JSON.Object

    package init(method: String, params: JSON.Object) {
        self.method = method
        self.params = params
    }

    /// A form for the person. `fields` is the flat object schema of primitive values that the protocol allows.
    package static func form(_ message: String, _ fields: JSON) -> InputRequest {
        InputRequest(method: "elicitation/create", params: ["message": .string(message), "requestedSchema": fields])
    }

    /// What a client has to have declared to be asked; nil for a method that no client can be asked for.
    package var capability: String? {
        switch method {
        case "elicitation/create": "elicitation"
        case "sampling/createMessage": "sampling"
        case "roots/list": "roots"
        default: nil
        }
    }

    /// With `params` even when they are empty, as in a result that carries it.
    var json: JSON { ["method": .string(method), "params": .object(params)] }
}

/// What a person did with a form.
package enum FormAnswer: Sendable, Hashable {
    case accepted(JSON.Object)
    case declined
    case cancelled

    /// Nil when the client's answer is none of these; ask again then.
    package init?(_ json: JSON?) {
        switch json?["action"]?.string {
        case "accept":
            guard let fields = (json?["content"] ?? [:]).object else { return nil }
            self = .accepted(fields)
        case "decline": self = .declined
        case "cancel": self = .cancelled
        default: return nil
        }
    }
}
