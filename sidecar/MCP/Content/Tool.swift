package import JSON

/// A tool as `tools/list` describes it.
package struct Tool: Sendable, Hashable {
    /// 1 to 64 of `A-Z a-z 0-9 _ -`, which every model's provider takes.
    package var name: String
    package var title: String?
    package var description: String
    /// A JSON Schema (2020-12) whose root has `type: object`. Arguments are checked against it before the tool is called.
    package var inputSchema: JSON
    /// What `structuredContent` conforms to; it is checked before it is sent.
    package var outputSchema: JSON?
    package var annotations: Annotations?
    /// Whether a call may become a task.
    package var mayBecomeTask: Bool

    package init(
        name: String, title: String? = nil, description: String, inputSchema: JSON = ["type": "object", "properties": [:]],
        outputSchema: JSON? = nil, annotations: Annotations? = nil, mayBecomeTask: Bool = false
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.annotations = annotations
        self.mayBecomeTask = mayBecomeTask
    }

    /// Hints for the dialogs of clients; nothing is enforced by them.
    package struct Annotations: Sendable, Hashable {
        package var readOnly: Bool
        package var destructive: Bool
        package var idempotent: Bool
        package var openWorld: Bool

        package init(readOnly: Bool, destructive: Bool, idempotent: Bool, openWorld: Bool) {
            self.readOnly = readOnly
            self.destructive = destructive
            self.idempotent = idempotent
            self.openWorld = openWorld
        }
    }
}

extension Tool {
    /// Before 2026-07-28 an output is always an object, so an output schema of another kind is left out there.
    func json(in revision: Revision) -> JSON {
        var object: JSON.Object = ["name": .string(name)]
        object["title"] = title.map(JSON.string)
        object["description"] = .string(description)
        object["inputSchema"] = inputSchema
        if revision.isStateless || outputSchema?["type"] == "object" { object["outputSchema"] = outputSchema }
        object["annotations"] = annotations?.json
        if mayBecomeTask, revision == .november2025 { object["execution"] = ["taskSupport": "optional"] }
        return .object(object)
    }
}

extension Tool.Annotations {
    var json: JSON {
        [
            "readOnlyHint": .bool(readOnly), "destructiveHint": .bool(destructive), "idempotentHint": .bool(idempotent),
            "openWorldHint": .bool(openWorld),
        ]
    }
}
