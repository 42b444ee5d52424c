/// A static type. `dyn` stands for any type, decided when the expression runs.
package indirect enum CELType: Sendable, Hashable {
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    case list(CELType)
    case map(CELType, CELType)
    case optional(CELType)
    /// A value of the type, or null.
    case nullable(CELType)
    /// The type of a type: `int` as a value has type `type(int)`.
    case type(CELType)
    /// A map with string keys of which the fields are known.
    case object(Object)
    /// A type CEL knows only by its name.
    case opaque(String, [CELType])
    /// A type parameter of a function's signature.
    case parameter(String)
    /// A type the checker is still finding out.
    case unknown(Int)

    /// The known fields of a map.
    package struct Object: Sendable, Hashable {
        package struct Field: Sendable, Hashable {
            package let type: CELType
            /// May be missing, so it needs `has()` or `.?`.
            package let optional: Bool

            package init(_ type: CELType, optional: Bool = false) {
                self.type = type
                self.optional = optional
            }
        }
        package let fields: [String: Field]
        /// The type of fields that are not listed; nil when there are no others.
        package let rest: CELType?

        package init(_ fields: [String: Field], rest: CELType? = nil) {
            self.fields = fields
            self.rest = rest
        }
    }
}

extension CELType: CustomStringConvertible {
    package var description: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .optional(let wrapped): "optional(\(wrapped))"
        case .nullable(let inner): "\(inner) or null"
        case .type(let inner): "type(\(inner))"
        case .object(let object): "object with " + object.fields.keys.sorted().joined(separator: ", ")
        case .opaque(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        case .parameter(let name): name
        case .unknown: "dyn"
        }
    }
}
