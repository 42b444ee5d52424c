import JSON
import MCP

/// The tools there are, as `Data/tools.json` describes them. The set never changes while a process runs.
enum Catalogue {
    static let tools: [Tool] = {
        guard let list = try? JSON(parsing: PackageResources.tools_json), let tools = list.array?.compactMap(Tool.init(described:)),
            tools.count == list.array?.count
        else { preconditionFailure("the embedded descriptions of the tools are whole") }
        return tools
    }()

    static let instructions = String(decoding: PackageResources.instructions_md, as: UTF8.self)
}

extension Tool {
    fileprivate init?(described json: JSON) {
        guard let name = json["name"]?.string, let title = json["title"]?.string, let description = json["description"]?.string,
            let input = json["inputSchema"], let output = json["outputSchema"], let annotations = Annotations(described: json["annotations"])
        else { return nil }
        self.init(name: name, title: title, description: description, inputSchema: input, outputSchema: output, annotations: annotations,
            mayBecomeTask: json["mayBecomeTask"]?.bool ?? false)
    }
}

extension Tool.Annotations {
    fileprivate init?(described json: JSON?) {
        guard let json, let readOnly = json["readOnlyHint"]?.bool, let destructive = json["destructiveHint"]?.bool,
            let idempotent = json["idempotentHint"]?.bool, let openWorld = json["openWorldHint"]?.bool
        else { return nil }
        self.init(readOnly: readOnly, destructive: destructive, idempotent: idempotent, openWorld: openWorld)
    }
}
