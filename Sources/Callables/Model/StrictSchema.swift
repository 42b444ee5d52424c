import JSON

/// The subset of JSON Schema that servers with structured output accept: every object closed, every property required, few keywords.
enum StrictSchema {
    private static let kept: Set<String> = ["type", "enum", "const", "title", "$ref"]
    private static let formats: Set<String> = ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"]
    /// Say nothing about the value that a model needs to know.
    private static let dropped: Set<String> = ["$schema", "$id", "$comment", "$anchor", "default", "examples", "deprecated", "readOnly", "writeOnly"]

    /// The schema in the subset. Properties that were optional may be null instead; keywords outside the subset become part of the
    /// description, where the model reads them. Nil when an object is left open on purpose, which the subset cannot say.
    static func lowered(_ schema: JSON) -> JSON? {
        guard let source = schema.object else { return nil }
        // Most servers refuse anything beside a reference.
        if let reference = source["$ref"], source["$defs"] == nil { return ["$ref": reference] }
        var result = JSON.Object(), rules = JSON.Object()
        let required = Set((source["required"]?.array ?? []).compactMap(\.string))
        for (key, value) in source {
            switch key {
            case "properties":
                guard let properties = lowered(properties: value, required: required) else { return nil }
                result["properties"] = .object(properties)
            case "items":
                guard let items = lowered(value) else { return nil }
                result["items"] = items
            case "$defs":
                guard let definitions = lowered(members: value) else { return nil }
                result["$defs"] = .object(definitions)
            case "anyOf", "oneOf":
                guard let choices = lowered(elements: value) else { return nil }
                result["anyOf"] = .array(choices)
            case "additionalProperties":
                guard value == false else { return nil }
            case "format" where formats.contains(value.string ?? ""): result[key] = value
            case "description", "required": break
            case _ where kept.contains(key): result[key] = value
            case _ where !dropped.contains(key): rules[key] = value
            default: break
            }
        }
        if isObject(source) {
            let properties = result["properties"]?.object ?? [:]
            result["properties"] = .object(properties)
            result["required"] = .array(properties.keys.map(JSON.string))
            result["additionalProperties"] = false
        }
        let description = [source["description"]?.string, rules.isEmpty ? nil : JSON.object(rules).text(.compact)].compactMap { $0 }
        if !description.isEmpty { result["description"] = .string(description.joined(separator: " ")) }
        return .object(result)
    }

    private static func lowered(properties: JSON, required: Set<String>) -> JSON.Object? {
        guard var members = lowered(members: properties) else { return nil }
        for (key, value) in members where !required.contains(key) {
            if !acceptsNull(properties[key] ?? .null) { members[key] = ["anyOf": [value, ["type": "null"]]] }
        }
        return members
    }

    private static func lowered(members: JSON) -> JSON.Object? {
        var result = JSON.Object()
        for (key, value) in members.object ?? [:] {
            guard let value = lowered(value) else { return nil }
            result[key] = value
        }
        return result
    }

    private static func lowered(elements: JSON) -> [JSON]? {
        var result: [JSON] = []
        for element in elements.array ?? [] {
            guard let element = lowered(element) else { return nil }
            result.append(element)
        }
        return result
    }

    private static func isObject(_ schema: JSON.Object) -> Bool {
        schema["type"] == "object" || schema["properties"] != nil || schema["type"]?.array?.contains("object") == true
    }

    /// Whether the schema itself names null.
    private static func acceptsNull(_ schema: JSON) -> Bool {
        guard let object = schema.object else { return true }
        let types = object["type"].map { $0.array ?? [$0] }
        if let types, !types.contains("null") { return false }
        if let values = object["enum"]?.array { return values.contains(.null) }
        if let choices = (object["anyOf"] ?? object["oneOf"])?.array { return choices.contains(where: acceptsNull) }
        return types != nil || object["$ref"] == nil
    }

    /// The value with the nulls taken out that stand for properties left out, so that the author's schema can judge it.
    static func restored(_ value: JSON, by schema: JSON) -> JSON { Restoration(root: schema).restored(value, by: schema) }

    private struct Restoration {
        let root: JSON

        func restored(_ value: JSON, by schema: JSON) -> JSON {
            let schema = resolved(schema)
            switch value {
            case .array(let items):
                guard let element = schema["items"] else { return value }
                return .array(items.map { restored($0, by: element) })
            case .object(let object):
                let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
                var result = JSON.Object()
                for (key, member) in object {
                    guard let property = schema["properties"]?[key] else {
                        result[key] = member
                        continue
                    }
                    if member.isNull, !required.contains(key), !acceptsNull(resolved(property)) { continue }
                    result[key] = restored(member, by: property)
                }
                return .object(result)
            default: return value
            }
        }

        /// The schema behind a chain of local references; a chain that is long goes in a circle.
        private func resolved(_ schema: JSON) -> JSON {
            var schema = schema
            for _ in 0..<8 {
                guard let reference = schema["$ref"]?.string, reference.hasPrefix("#"), let pointer = Pointer(parsing: String(reference.dropFirst())),
                    let target = root[pointer]
                else { return schema }
                schema = target
            }
            return schema
        }
    }
}
