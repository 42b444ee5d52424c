import JSON

/// A schema as the comparison of two versions looks at it: references followed, texts about it left out, `true` as the empty schema.
struct SchemaView {
    /// An object; empty for a schema that accepts everything.
    let json: JSON
    /// Nothing is accepted.
    let isFalse: Bool
    /// The reference that led here.
    let reference: String?
    private let root: JSON

    init(_ schema: JSON?, in root: JSON) {
        var json = schema ?? [:]
        var reference: String?
        // A chain of references that goes round in a circle is left where it is.
        for _ in 0..<16 {
            guard var object = json.object, let target = object["$ref"]?.string, target.hasPrefix("#") else { break }
            guard let found = Pointer(parsing: String(target.dropFirst())).flatMap({ root[$0] }) else { break }
            object["$ref"] = nil
            json = found.object.map { .object(JSON.Object(Array($0) + Array(object))) } ?? found
            reference = target
        }
        isFalse = json == false
        self.json = json.object == nil ? [:] : json
        self.reference = reference
        self.root = root
    }

    /// The schema as a whole document.
    init(root: JSON) {
        let bare = Self.withoutTexts(root, defaults: false)
        self.init(bare, in: bare)
    }

    subscript(key: String) -> JSON? { json[key] }

    func below(_ schema: JSON?) -> SchemaView { SchemaView(schema, in: root) }

    var properties: JSON.Object { json["properties"]?.object ?? [:] }
    var required: [String] { (json["required"]?.array ?? []).compactMap(\.string) }

    /// The schema of the element at a place of an array.
    func element(_ index: Int) -> JSON? {
        let prefix = json["prefixItems"]?.array ?? []
        return prefix.indices.contains(index) ? prefix[index] : json["items"]
    }

    /// How many elements may have schemas of their own.
    var prefixCount: Int { json["prefixItems"]?.array?.count ?? 0 }

    /// The values that are accepted, where they are listed.
    var values: [JSON]? { json["const"].map { [$0] } ?? json["enum"]?.array }

    /// The types that are accepted; nil for all.
    var types: Set<String>? {
        switch json["type"] {
        case .string(let type)?: return [type]
        case .array(let types)?: return Set(types.compactMap(\.string))
        default: return values.map { Set($0.map(Self.type)) }
        }
    }

    private static func type(of value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .int: "integer"
        case .double: value.int == nil ? "number" : "integer"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The schema without what only tells about it, and on request without defaults; names of properties are no keywords.
    static func withoutTexts(_ schema: JSON, defaults: Bool) -> JSON {
        switch schema {
        case .array(let items): return .array(items.map { withoutTexts($0, defaults: defaults) })
        case .object(let object):
            var result = JSON.Object()
            for (key, value) in object where !texts.contains(key) && (defaults || key != "default") {
                switch key {
                case "const", "enum", "default", "required", "dependentRequired": result[key] = value
                case "properties", "patternProperties", "dependentSchemas", "$defs":
                    result[key] = .object(JSON.Object((value.object ?? [:]).map { ($0, withoutTexts($1, defaults: defaults)) }))
                default: result[key] = withoutTexts(value, defaults: defaults)
                }
            }
            return .object(result)
        default: return schema
        }
    }

    private static let texts: Set = ["title", "description", "$comment", "examples", "deprecated", "readOnly", "writeOnly"]
}
