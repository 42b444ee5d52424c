package import JSON

/// The declaration of a built-in callable, for people and models.
package struct CallableReference: Sendable {
    package let name: String
    /// What a call does.
    package let summary: String
    /// What it may do outside of its run, and what a crash means for that.
    package let effects: String
    /// JSON Schema of `with`.
    package let input: JSON
    /// JSON Schema of the step's value. Where `with` decides it, the part that is always the same.
    package let output: JSON

    /// Every declared callable, in the order of the declarations.
    package static let all: [CallableReference] = (CallableShapes.all.object ?? [:]).map { name, declaration in
        CallableReference(
            name: name, summary: declaration["summary"]?.string ?? "", effects: declaration["effects"]?.string ?? "",
            input: declaration["input"] ?? .bool(true), output: declaration["output"] ?? .bool(true))
    }

    package var json: JSON {
        ["name": .string(name), "summary": .string(summary), "effects": .string(effects), "input": input, "output": output]
    }
}

/// The page `docs/callables.md`, written from the declarations.
package enum CallablePage {
    package static func text(_ callables: [CallableReference] = CallableReference.all) -> String {
        let head = """
            # Callables

            What a `call` step can call, and an agent's tools with it. This page is written from the declarations that `ratchet check` checks
            calls against: `ratchet callables --markdown > docs/callables.md`. Beside these there are `mcp:SERVER/TOOL` (a tool of a configured MCP
            server) and `skill:NAME@RANGE`: another skill, with the input and output that it declares, as a run of its own, with no more permits
            and limits than its caller has left. After a crash the same run is found again. `parent_close` of the step says what becomes of it when
            the caller ends or gives the call up: `cancel` (clean-up included), `terminate`, or `abandon`.

            A required argument is **bold**.


            """
        return head + callables.map(section).joined(separator: "\n")
    }

    private static func section(_ callable: CallableReference) -> String {
        let required = Set(callable.input["required"]?.array?.compactMap(\.string) ?? [])
        let arguments = (callable.input["properties"]?.object ?? [:]).map { name, schema in
            let shown = required.contains(name) ? "**`\(name)`**" : "`\(name)`"
            return "| \(shown) | \(kind(of: schema)) |"
        }
        let table = arguments.isEmpty ? "Takes any object.\n" : "| argument | value |\n| --- | --- |\n" + arguments.joined(separator: "\n") + "\n"
        return """
            ## `\(callable.name)`

            \(callable.summary)

            \(table)
            Gives \(value(of: callable.output)). Effects: \(callable.effects)

            """
    }

    private static func value(of schema: JSON) -> String {
        guard let properties = schema["properties"]?.object, !properties.isEmpty else { return kind(of: schema) }
        return "an object with " + properties.map { "`\($0.0)`" }.joined(separator: ", ")
    }

    /// A schema in a few words.
    private static func kind(of schema: JSON) -> String {
        if let values = schema["enum"]?.array { return values.map { "`\($0.string ?? $0.text(.compact))`" }.joined(separator: ", ") }
        var words: [String]
        switch schema["type"] {
        case .string(let type)?: words = [type]
        case .array(let types)?: words = [types.compactMap(\.string).joined(separator: " or ")]
        default: return schema["anyOf"] == nil ? "any value" : "one of several forms, see `ratchet callables --json`"
        }
        if let least = schema["minimum"] { words.append("from \(least.text(.compact))") }
        if let most = schema["maximum"] { words.append("to \(most.text(.compact))") }
        if let items = schema["items"]?["type"]?.string { words.append("of \(items)s") }
        return words.joined(separator: " ")
    }
}
