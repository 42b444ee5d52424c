import JSON
import MCP

/// The tools there always are, as `Data/tools.json` describes them.
enum Catalogue {
    static let tools: [Tool] = {
        guard let list = try? JSON(parsing: PackageResources.tools_json), let tools = list.array?.compactMap(Tool.init(described:)),
            tools.count == list.array?.count
        else { preconditionFailure("the embedded descriptions of the tools are whole") }
        return tools
    }()

    /// The order of work.
    static func instructions(skillTools: Bool) -> String {
        let line = "The list of tools never changes: a skill registered a moment ago is run with run_skill."
        let other = "Live skills that you may run are tools of their own as well, skill_NAME; one registered a moment ago runs with run_skill."
        let text = String(decoding: PackageResources.instructions_md, as: UTF8.self)
        return skillTools ? text.replacing(line, with: other) : text
    }
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
