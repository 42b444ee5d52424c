import JSON

/// The order of keywords in a JSON Schema: what it is about, scalars, what is said of it, then what has schemas inside.
enum KeywordOrder {
    private static let keywords = [
        "$schema", "$id", "$anchor", "$ref", "$comment", "title", "type", "const", "enum", "multipleOf", "minimum", "exclusiveMinimum", "maximum",
        "exclusiveMaximum", "minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType", "minItems", "maxItems",
        "uniqueItems", "minProperties", "maxProperties", "default", "description", "examples", "deprecated", "readOnly", "writeOnly",
        "contentSchema", "prefixItems", "items", "contains", "minContains", "maxContains", "properties", "patternProperties", "propertyNames",
        "required", "dependentRequired", "dependentSchemas", "additionalProperties", "unevaluatedProperties", "allOf", "anyOf", "oneOf", "not",
        "if", "then", "else", "$defs",
    ]
    private static let ranks = JSON.Object(keywords.enumerated().map { ($1, .int(Int64($0))) })

    /// Keywords whose value is a schema, schemas by name, and a list of schemas.
    private static let single: Set = [
        "contentSchema", "items", "contains", "propertyNames", "additionalProperties", "unevaluatedProperties", "not", "if", "then", "else",
    ]
    private static let named: Set = ["properties", "patternProperties", "dependentSchemas", "$defs"]
    private static let listed: Set = ["prefixItems", "allOf", "anyOf", "oneOf"]

    static func arranged(_ schema: Written) -> Written {
        guard case .object(let members) = schema else { return schema }
        let ranked = members.enumerated().map { (rank: ranks.position(of: $1.key) ?? keywords.count, place: $0, member: $1) }
        return .object(ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map { member($0.member) })
    }

    private static func member(_ member: Written.Member) -> Written.Member {
        var member = member
        switch member.value {
        case .object where single.contains(member.key): member.value = arranged(member.value)
        case .object(let schemas) where named.contains(member.key):
            member.value = .object(schemas.map { Written.Member(key: $0.key, value: arranged($0.value)) })
        case .array(let schemas) where listed.contains(member.key): member.value = .array(schemas.map(arranged))
        default: break
        }
        return member
    }
}
