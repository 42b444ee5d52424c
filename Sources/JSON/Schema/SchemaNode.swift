import Pattern

/// A compiled schema or subschema. Nodes refer to each other by their number, so that references may go round.
struct SchemaNode: Sendable {
    let pointer: Pointer
    var rules: [SchemaRule] = []
    var defaultValue: JSON?

    /// True of the schema `false`.
    var fitsNothing: Bool {
        if case .never? = rules.first?.check { true } else { false }
    }

    /// True when the node needs to know which members its other keywords have looked at.
    var tracksMembers: Bool { rules.last?.keyword == .unevaluatedProperties }
}

/// A keyword, or a group of keywords that are checked together, as a condition on a value.
struct SchemaRule: Sendable {
    let keyword: Keyword?
    let check: SchemaCheck
}

enum SchemaCheck: Sendable {
    case never
    case type(SchemaTypes)
    case constant(JSON)
    case oneOfValues([JSON], Set<JSON>)

    case multipleOf(Decimal, JSON)
    case least(JSON, exclusive: Bool)
    case most(JSON, exclusive: Bool)

    case leastLength(Int)
    case mostLength(Int)
    case pattern(Pattern)

    case leastItems(Int)
    case mostItems(Int)
    case uniqueItems
    case prefixItems([Int])
    case items(Int, from: Int)
    case contains(Int, least: Int, most: Int?)

    case leastProperties(Int)
    case mostProperties(Int)
    case required([String])
    case dependentRequired([(String, [String])])
    case propertyNames(Int)
    case members(SchemaMembers)
    case dependentSchemas([(String, Int)])
    case unevaluatedProperties(Int)

    case reference(Int)
    case all([Int])
    case any([Int])
    case one([Int])
    case not(Int)
    case condition(if: Int, then: Int?, else: Int?)

    /// The nodes that are applied to the same value, not to a part of it.
    var inPlace: [Int] {
        switch self {
        case .reference(let node), .not(let node): [node]
        case .all(let nodes), .any(let nodes), .one(let nodes): nodes
        case .condition(let first, let then, let otherwise): [first] + [then, otherwise].compactMap(\.self)
        case .dependentSchemas(let members): members.map(\.1)
        default: []
        }
    }
}

/// `properties`, `patternProperties` and `additionalProperties`: which nodes a member goes to depends on all three.
struct SchemaMembers: Sendable {
    let names: [String]
    let nodes: [Int]
    let patterns: [(Pattern, Int)]
    let additional: Int?
    private let index: [CodePoints: Int]

    init(_ properties: [(String, Int)], patterns: [(Pattern, Int)], additional: Int?) {
        names = properties.map(\.0)
        nodes = properties.map(\.1)
        self.patterns = patterns
        self.additional = additional
        index = Dictionary(properties.map { (CodePoints(text: $0.0), $0.1) }) { first, _ in first }
    }

    func node(of name: String) -> Int? { index[CodePoints(text: name)] }
}

struct SchemaTypes: OptionSet, Sendable {
    let rawValue: UInt8

    static let null = SchemaTypes(rawValue: 1)
    static let boolean = SchemaTypes(rawValue: 2)
    static let integer = SchemaTypes(rawValue: 4)
    static let number = SchemaTypes(rawValue: 8)
    static let string = SchemaTypes(rawValue: 16)
    static let array = SchemaTypes(rawValue: 32)
    static let object = SchemaTypes(rawValue: 64)

    static let named: [(name: String, type: SchemaTypes)] = [
        ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number), ("string", .string), ("array", .array),
        ("object", .object),
    ]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init?(named name: String) {
        guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
        self = found.type
    }

    /// The types of a value: an integer, which may be written `1.0`, is a number too.
    init(of value: JSON) {
        self =
            switch value {
            case .null: .null
            case .bool: .boolean
            case .int: [.integer, .number]
            case .double(let double): double.rounded() == double ? [.integer, .number] : .number
            case .string: .string
            case .array: .array
            case .object: .object
            }
    }

    var names: String { Self.named.filter { contains($0.type) }.map(\.name).joined(separator: " or ") }
}
