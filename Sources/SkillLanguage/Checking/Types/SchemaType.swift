import CEL
import JSON

/// The static type of what a JSON Schema describes. What the schema says in ways that have no such type is `dyn`.
struct SchemaType {
    private let references: LocalReferences
    /// Properties with a default are always there, as in inputs and configs.
    private let fillsDefaults: Bool

    static func of(_ schema: JSON?, fillsDefaults: Bool = false) -> CELType {
        guard let schema else { return .dyn }
        return SchemaType(references: LocalReferences(root: schema), fillsDefaults: fillsDefaults).type(schema, [])
    }

    /// - Parameter following: the references on the way here.
    private func type(_ schema: JSON?, _ following: Set<String>) -> CELType {
        guard let schema = schema?.object else { return .dyn }
        if let reference = schema["$ref"]?.string {
            let target = references.target(of: reference, following: following)
            return target.map { type($0, following.union([reference])) } ?? .dyn
        }
        switch schema["type"] {
        case .string(let name)?: return named(name, schema, following)
        case .array(let names)?: return CELType.joined(names.map { $0.string.map { named($0, schema, following) } ?? .dyn })
        default: return untyped(schema, following)
        }
    }

    private func named(_ name: String, _ schema: JSON.Object, _ following: Set<String>) -> CELType {
        switch name {
        case "string": .string
        case "number", "integer": .double
        case "boolean": .bool
        case "null": .null
        case "array": .list(schema["prefixItems"] == nil ? type(schema["items"], following) : .dyn)
        case "object": .object(object(schema, following))
        default: .dyn
        }
    }

    /// An object whose properties are listed has just those, unless the schema says in so many words that there are others.
    private func object(_ schema: JSON.Object, _ following: Set<String>) -> CELType.Object {
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        var fields: [String: CELType.Object.Field] = [:]
        for (key, property) in schema["properties"]?.object ?? [:] {
            let isThere = required.contains(key) || fillsDefaults && property["default"] != nil
            fields[key] = CELType.Object.Field(type(property, following), optional: !isThere)
        }
        let combined = ["patternProperties", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"].contains { schema[$0] != nil }
        switch schema["additionalProperties"] {
        case .bool(false)?: return CELType.Object(fields, rest: schema["patternProperties"] == nil ? nil : .dyn)
        case .object(let rest)?: return CELType.Object(fields, rest: combined ? .dyn : type(.object(rest), following))
        case nil where !fields.isEmpty && !combined: return CELType.Object(fields)
        default: return CELType.Object(fields, rest: .dyn)
        }
    }

    private func untyped(_ schema: JSON.Object, _ following: Set<String>) -> CELType {
        if let values = schema["enum"]?.array ?? schema["const"].map({ [$0] }) { return CELType.joined(values.map(CELType.init(of:))) }
        if let choices = schema["oneOf"]?.array ?? schema["anyOf"]?.array { return CELType.joined(choices.map { type($0, following) }) }
        // A value that fits all of them fits the first that says anything.
        return (schema["allOf"]?.array ?? []).lazy.map { type($0, following) }.first { $0 != .dyn } ?? .dyn
    }
}
