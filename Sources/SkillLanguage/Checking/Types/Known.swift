import CEL
import JSON

/// What is known of a value before it is there: its type, and how large it can get.
struct Known {
    let type: CELType
    let extent: Extent

    init(_ type: CELType, _ extent: Extent = .unknown) {
        self.type = type
        self.extent = extent
    }

    init(of json: JSON) { self.init(CELType(of: json), Extent(of: json)) }

    /// What a JSON Schema says of it; nothing when there is none.
    init(schema: JSON?, fillsDefaults: Bool = false) {
        self.init(SchemaType.of(schema, fillsDefaults: fillsDefaults), SchemaExtent.of(schema))
    }

    static let anything = Known(.dyn)
    static let null = Known(.null, .scalar)
    static let number = Known(.double, .scalar)

    /// What is known of a value that is one or the other.
    func joined(with other: Known) -> Known { Known(type.joined(with: other.type), extent.joined(with: other.extent)) }

    static func joined(_ all: [Known]) -> Known? { all.dropFirst().reduce(all.first) { $0?.joined(with: $1) } }

    /// That of a list of such values.
    func listed(atMost count: Int?) -> Known { Known(.list(type), .list(count, of: extent)) }

    /// That of an object with these members.
    static func record(_ members: [String: Known]) -> Known {
        Known(.record(members.mapValues(\.type)), .map(members.mapValues(\.extent), isClosed: true))
    }
}

/// A value that a name stands for at one place.
struct Holding {
    let known: Known
    /// The value is there in every run that gets to the place.
    var isCertain: Bool

    var field: CELType.Object.Field { CELType.Object.Field(known.type, optional: !isCertain) }

    func knowing(_ kind: Fact.Kind, at path: ArraySlice<String>) -> Holding {
        let field = field.knowing(kind, at: path)
        return Holding(known: Known(field.type, known.extent), isCertain: !field.optional)
    }

    /// After places where the values of each name are those of one or of the other; nil is a place never left.
    static func joined(_ ends: [[String: Holding]]) -> [String: Holding]? {
        guard let first = ends.first else { return nil }
        return ends.dropFirst().reduce(first) { sofar, next in
            var joined = sofar.merging(next) { Holding(known: $0.known.joined(with: $1.known), isCertain: $0.isCertain && $1.isCertain) }
            for name in joined.keys where sofar[name] == nil || next[name] == nil { joined[name]?.isCertain = false }
            return joined
        }
    }
}
