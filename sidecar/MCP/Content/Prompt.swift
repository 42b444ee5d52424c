import JSON

/// A prompt as `prompts/list` describes it.
package struct Prompt: Sendable, Hashable {
    package struct Argument: Sendable, Hashable {
        package var name: String
        package var description: String?
        package var isRequired: Bool

        package init(name: String, description: String? = nil, isRequired: Bool = true) {
            self.name = name
            self.description = description
            self.isRequired = isRequired
        }
    }

    package var name: String
    package var title: String?
    package var description: String
    package var arguments: [Argument]

    package init(name: String, title: String? = nil, description: String, arguments: [Argument] = []) {
        self.name = name
        self.title = title
        self.description = description
        self.arguments = arguments
    }

    var json: JSON {
        var object: JSON.Object = ["name": .string(name)]
        object["title"] = title.map(JSON.string)
        object["description"] = .string(description)
        if !arguments.isEmpty { object["arguments"] = .array(arguments.map(\.json)) }
        return .object(object)
    }
}

extension Prompt.Argument {
    var json: JSON {
        var object: JSON.Object = ["name": .string(name)]
        object["description"] = description.map(JSON.string)
        object["required"] = .bool(isRequired)
        return .object(object)
    }
}

/// A prompt with its arguments put in.
package struct PromptText: Sendable {
    package enum Role: String, Sendable, Hashable {
        case user
        case assistant
    }

    package var description: String?
    package var messages: [(role: Role, content: Block)]

    package init(description: String? = nil, messages: [(role: Role, content: Block)]) {
        self.description = description
        self.messages = messages
    }

    var json: JSON.Object {
        var object: JSON.Object = [:]
        object["description"] = description.map(JSON.string)
        object["messages"] = .array(messages.map { ["role": .string($0.role.rawValue), "content": $0.content.json] })
        return object
    }
}
