import CEL
import JSON

/// The static type of what a JSON Schema describes. What the schema says in ways that have no such type is `dyn`.
enum SchemaType {
    /// - Parameter fillsDefaults: whether properties with a default are always there, as in inputs and configs.
    static func of(_ schema: JSON?, fillsDefaults: Bool = false) -> CELType {
        guard let schema = schema?.object, schema["$ref"] == nil else { return .dyn }
        switch schema["type"] {
        case .string(let name)?: return named(name, schema, fillsDefaults)
        case .array(let names)?:
            let others = names.compactMap(\.string).filter { $0 != "null" }
            guard others.count == 1, let name = others.first else { return others.isEmpty ? .null : .dyn }
            let type = named(name, schema, fillsDefaults)
            return names.count == 1 ? type : .nullable(type)
        default: return untyped(schema, fillsDefaults)
        }
    }

    private static func named(_ name: String, _ schema: JSON.Object, _ fillsDefaults: Bool) -> CELType {
        switch name {
        case "string": .string
        case "number", "integer": .double
        case "boolean": .bool
        case "null": .null
        case "array": .list(schema["prefixItems"] == nil ? of(schema["items"], fillsDefaults: fillsDefaults) : .dyn)
        case "object": .object(object(schema, fillsDefaults))
        default: .dyn
        }
    }

    /// An object whose properties are listed has just those, unless the schema says in so many words that there are others.
    private static func object(_ schema: JSON.Object, _ fillsDefaults: Bool) -> CELType.Object {
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        var fields: [String: CELType.Object.Field] = [:]
        for (key, property) in schema["properties"]?.object ?? [:] {
            let isThere = required.contains(key) || fillsDefaults && property["default"] != nil
            fields[key] = CELType.Object.Field(of(property, fillsDefaults: fillsDefaults), optional: !isThere)
        }
        let combined = ["patternProperties", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"].contains { schema[$0] != nil }
        switch schema["additionalProperties"] {
        case .bool(false)?: return CELType.Object(fields, rest: schema["patternProperties"] == nil ? nil : .dyn)
        case .object(let rest)?: return CELType.Object(fields, rest: combined ? .dyn : of(.object(rest), fillsDefaults: fillsDefaults))
        case nil where !fields.isEmpty && !combined: return CELType.Object(fields)
        default: return CELType.Object(fields, rest: .dyn)
        }
    }

    private static func untyped(_ schema: JSON.Object, _ fillsDefaults: Bool) -> CELType {
        if let values = schema["enum"]?.array ?? schema["const"].map({ [$0] }) {
            return values.map(CELType.init(of:)).reduce(nil as CELType?) { sofar, type in sofar.map { $0.joined(with: type) } ?? type } ?? .dyn
        }
        if let choices = schema["anyOf"]?.array, choices.count == 2, let null = choices.firstIndex(of: ["type": "null"]) {
            return CELType.nullable(of(choices[1 - null], fillsDefaults: fillsDefaults).withoutNull)
        }
        return .dyn
    }
}
