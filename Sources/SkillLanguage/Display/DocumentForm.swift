import JSON

/// Puts a document in the order of its schema for editors, and its expressions in the form in which they are kept. The schema is the one
/// place that knows the order of keys; `$defs/cel` marks conditions there, `$defs/template` templates, `$defs/schema` and
/// `$defs/objectSchema` JSON Schemas.
struct DocumentForm: Sendable {
    private let root: JSON
    private let definitions: JSON.Object

    static let skill = DocumentForm(LanguageSchemas.skill)
    static let loop = DocumentForm(LanguageSchemas.loop)

    static func of(_ document: JSON) -> DocumentForm { LoopDocument.describes(document) ? loop : skill }

    private init(_ schema: [UInt8]) {
        root = (try? JSON(parsing: schema)) ?? .null
        definitions = root["$defs"]?.object ?? [:]
    }

    func arranged(_ document: Written) -> Written { arranged(document, by: root, inTemplate: false) }

    /// - Parameter inTemplate: whether the value is part of a template, where `${` and `}` around a condition would not be noise.
    private func arranged(_ value: Written, by schema: JSON, inTemplate: Bool) -> Written {
        guard let name = schema["$ref"]?.string?.dropFirst("#/$defs/".count) else { return members(of: value, by: schema, inTemplate: inTemplate) }
        switch (name, value) {
        case ("cel", .string(let text)) where !inTemplate: return .string(ExpressionText.condition(text))
        case ("template", _): return ExpressionText.template(value)
        case ("schema", _), ("objectSchema", _): return inTemplate ? ExpressionText.template(value) : KeywordOrder.arranged(value)
        case ("step", .object(let members)): return step(members)
        default: return arranged(value, by: definitions[String(name)] ?? .null, inTemplate: inTemplate)
        }
    }

    private func members(of value: Written, by schema: JSON, inTemplate: Bool) -> Written {
        switch value {
        case .object(let members):
            let form = alternative(of: schema, "object")
            return .object(ordered(members, by: form).map { member in
                guard let schema = form["properties"]?[member.key] ?? form["additionalProperties"] else {
                    return inTemplate ? Written.Member(key: member.key, value: ExpressionText.template(member.value)) : member
                }
                return Written.Member(key: member.key, value: arranged(member.value, by: schema, inTemplate: inTemplate))
            })
        case .array(let items):
            guard let element = alternative(of: schema, "array")["items"] else { return inTemplate ? ExpressionText.template(value) : value }
            return .array(items.map { arranged($0, by: element, inTemplate: inTemplate) })
        case .string, .plain: return inTemplate ? ExpressionText.template(value) : value
        }
    }

    /// Known keys in the schema's order, then the others in the author's.
    private func ordered(_ members: [Written.Member], by form: JSON) -> [Written.Member] {
        guard let known = form["properties"]?.object else { return members }
        let ranked = members.enumerated().map { (rank: known.position(of: $1.key) ?? known.count, place: $0, member: $1) }
        return ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.member)
    }

    /// The schema for a value of a kind, where `anyOf` offers several.
    private func alternative(of schema: JSON, _ kind: String) -> JSON {
        guard let offered = schema["anyOf"]?.array else { return schema }
        let resolved = offered.map { $0["$ref"]?.string.flatMap { definitions[String($0.dropFirst("#/$defs/".count))] } ?? $0 }
        return resolved.first { $0["type"]?.string == kind } ?? .null
    }

    /// A step's arguments have the form of what is called; they are templates but for those that are data as they stand.
    private func step(_ members: [Written.Member]) -> Written {
        let schema = definitions["step"] ?? .null
        var callable = ""
        for member in members where member.key == "call" { if case .string(let text) = member.value { callable = text } }
        let literal = StepDecoder.literalArguments[callable] ?? []
        let form = arguments(of: callable, schema)
        guard case .object(var members) = self.members(of: .object(members), by: schema, inTemplate: false) else { return .object(members) }
        for place in members.indices where members[place].key == "with" {
            guard case .object(let given) = members[place].value else { continue }
            members[place].value = .object(ordered(given, by: form).map { argument in
                let schema = form["properties"]?[argument.key] ?? .null
                return Written.Member(
                    key: argument.key, value: arranged(argument.value, by: schema, inTemplate: !literal.contains(argument.key)))
            })
        }
        return .object(members)
    }

    private func arguments(of callable: String, _ step: JSON) -> JSON {
        let clause = step["allOf"]?.array?.first { $0["if"]?["properties"]?["call"]?["const"]?.string == callable }
        let reference = clause?["then"]?["properties"]?["with"]?["$ref"]?.string
        return reference.flatMap { definitions[String($0.dropFirst("#/$defs/".count))] } ?? .null
    }
}
