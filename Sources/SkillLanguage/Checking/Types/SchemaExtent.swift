import CEL
import JSON

/// How large a value can get that fits a JSON Schema: `maxItems`, `maxLength`, closed objects and enums bound it.
struct SchemaExtent {
    private let references: LocalReferences

    static func of(_ schema: JSON?) -> Extent {
        guard let schema else { return .unknown }
        return SchemaExtent(references: LocalReferences(root: schema)).extent(schema, [])
    }

    private func extent(_ schema: JSON?, _ following: Set<String>) -> Extent {
        guard let schema = schema?.object else { return .unknown }
        if let reference = schema["$ref"]?.string {
            let target = references.target(of: reference, following: following)
            return target.map { extent($0, following.union([reference])) } ?? .unknown
        }
        if let values = schema["enum"]?.array ?? schema["const"].map({ [$0] }) { return .joined(values.map(Extent.init(of:))) }
        switch schema["type"] {
        case .string(let name)?: return named(name, schema, following)
        case .array(let names)?: return .joined(names.map { $0.string.map { named($0, schema, following) } ?? .unknown })
        default: break
        }
        let choices = schema["oneOf"]?.array ?? schema["anyOf"]?.array
        return choices.map { .joined($0.map { extent($0, following) }) } ?? .unknown
    }

    private func named(_ name: String, _ schema: JSON.Object, _ following: Set<String>) -> Extent {
        switch name {
        case "number", "integer", "boolean", "null": .scalar
        // A code point takes up to four bytes.
        case "string": .text(Self.count(schema["maxLength"]).map { $0 * 4 })
        case "array": .list(Self.count(schema["maxItems"]), of: schema["prefixItems"] == nil ? extent(schema["items"], following) : .unknown)
        case "object":
            .map(
                Dictionary((schema["properties"]?.object ?? [:]).map { ($0.0, extent($0.1, following)) }) { $1 },
                isClosed: schema["additionalProperties"] == false && schema["patternProperties"] == nil)
        default: .unknown
        }
    }

    private static func count(_ json: JSON?) -> Int? { json?.int.flatMap { (0...(1 << 40)).contains($0) ? Int($0) : nil } }
}

extension Extent {
    /// That of a value at hand.
    init(of json: JSON) {
        switch json {
        case .null, .bool, .int, .double: self = .scalar
        case .string(let text): self = .text(text.utf8.count)
        case .array(let items): self = .list(items.count, of: .joined(items.map(Extent.init(of:))))
        case .object(let object): self = .map(Dictionary(object.map { ($0.0, Extent(of: $0.1)) }) { $1 }, isClosed: true)
        }
    }
}
