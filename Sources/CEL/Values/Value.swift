/// A CEL value. Data that came from JSON stays in its JSON form inside `list` and `map` and is converted one element at a time.
package enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case list(List)
    case map(Map)
    case timestamp(Timestamp)
    /// Within ±2^63 nanoseconds, about 292 years, as CEL's own engines have it.
    case duration(Duration)
    /// An optional value: nil is `optional.none()`.
    indirect case optional(Value?)
    case type(TypeName)
}

/// The run-time name of a type, as `type(x)` gives it: `int`, `list`, `google.protobuf.Timestamp`.
package struct TypeName: Sendable, Hashable {
    package let name: String
    package init(_ name: String) { self.name = name }

    static let timestamp = TypeName("google.protobuf.Timestamp")
    static let duration = TypeName("google.protobuf.Duration")
    static let null = TypeName("null_type")

    /// The types that are values under their own name in every expression.
    static let denoted: [String: TypeName] = Dictionary(
        uniqueKeysWithValues: [
            "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "optional_type",
            "google.protobuf.Timestamp", "google.protobuf.Duration",
        ].map { ($0, TypeName($0)) })
}

extension Value {
    /// What `type(x)` returns.
    package var typeName: TypeName {
        switch self {
        case .null: .null
        case .bool: TypeName("bool")
        case .int: TypeName("int")
        case .uint: TypeName("uint")
        case .double: TypeName("double")
        case .string: TypeName("string")
        case .bytes: TypeName("bytes")
        case .list: TypeName("list")
        case .map: TypeName("map")
        case .timestamp: .timestamp
        case .duration: .duration
        case .optional: TypeName("optional_type")
        case .type: TypeName("type")
        }
    }

    /// The type for people: `timestamp` where `typeName` has the long name.
    var kind: String {
        switch self {
        case .null: "null"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .optional: "optional"
        default: typeName.name
        }
    }

    /// True for the values `optional.ofNonZeroValue` turns into none: zero, false, null and everything empty.
    var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let b): !b
        case .int(let i): i == 0
        case .uint(let u): u == 0
        case .double(let d): d == 0
        case .string(let s): s.isEmpty
        case .bytes(let b): b.isEmpty
        case .list(let l): l.count == 0
        case .map(let m): m.count == 0
        case .timestamp(let t): t == Timestamp(seconds: 0, nanoseconds: 0)
        case .duration(let d): d == .zero
        case .optional(let o): o == nil
        case .type: false
        }
    }
}
