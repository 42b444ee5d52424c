import JSON

/// Which parts of the protocol a server serves. The methods of the others are unknown to it.
package struct Offers: Sendable, Hashable {
    package var tools: Bool
    package var resources: Bool
    package var prompts: Bool
    package var completion: Bool
    package var tasks: Bool
    /// Whether handlers use `CallContext.tell`.
    package var logging: Bool

    package init(
        tools: Bool = false, resources: Bool = false, prompts: Bool = false, completion: Bool = false, tasks: Bool = false, logging: Bool = false
    ) {
        self.tools = tools
        self.resources = resources
        self.prompts = prompts
        self.completion = completion
        self.tasks = tasks
        self.logging = logging
    }

    /// Lists always tell their changes. Tasks are an extension of the stateless revisions and a part of 2025-11-25, in different forms.
    func json(in revision: Revision) -> JSON {
        var object: JSON.Object = [:]
        if tools { object["tools"] = ["listChanged": true] }
        if resources { object["resources"] = ["listChanged": true, "subscribe": true] }
        if prompts { object["prompts"] = ["listChanged": true] }
        if completion { object["completions"] = [:] }
        if logging { object["logging"] = [:] }
        if tasks, revision.isStateless { object["extensions"] = [MetaKey.tasks: [:]] }
        if tasks, revision == .november2025 { object["tasks"] = ["list": [:], "cancel": [:], "requests": ["tools": ["call": [:]]]] }
        return .object(object)
    }
}

/// How a server introduces itself.
package struct ServerInformation: Sendable, Hashable {
    package var name: String
    package var title: String?
    package var version: String
    /// For the model: the order of work. Tools describe themselves.
    package var instructions: String?

    package init(name: String, title: String? = nil, version: String, instructions: String? = nil) {
        self.name = name
        self.title = title
        self.version = version
        self.instructions = instructions
    }

    var json: JSON {
        var object: JSON.Object = ["name": .string(name)]
        object["title"] = title.map(JSON.string)
        object["version"] = .string(version)
        return .object(object)
    }
}
