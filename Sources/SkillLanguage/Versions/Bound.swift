import JSON

/// A keyword, or a pair of them, that limits a number from one side.
struct Bound {
    let inclusive: String
    var exclusive: String?
    let isUpper: Bool
    /// What holds without the keyword.
    var standard: Double?

    static let all = [
        Bound(inclusive: "minimum", exclusive: "exclusiveMinimum", isUpper: false),
        Bound(inclusive: "maximum", exclusive: "exclusiveMaximum", isUpper: true),
        Bound(inclusive: "minLength", isUpper: false, standard: 0), Bound(inclusive: "maxLength", isUpper: true),
        Bound(inclusive: "minItems", isUpper: false, standard: 0), Bound(inclusive: "maxItems", isUpper: true),
        Bound(inclusive: "minProperties", isUpper: false, standard: 0), Bound(inclusive: "maxProperties", isUpper: true),
    ]

    struct Limit {
        let keyword: String
        let text: String
        let value: Double
        let isExclusive: Bool
    }

    /// The tightest limit that a schema sets.
    func limit(of schema: SchemaView) -> Limit? {
        let limits = [(inclusive, false), (exclusive, true)].compactMap { keyword, isExclusive -> Limit? in
            guard let keyword, let json = schema[keyword], let value = json.double else { return nil }
            return Limit(keyword: keyword, text: json.text(.compact), value: value, isExclusive: isExclusive)
        }
        return limits.reduce(nil) { best, limit in isTighter(limit, than: best) ? limit : best }
    }

    func isTighter(_ limit: Limit, than other: Limit?) -> Bool {
        guard let value = other?.value ?? standard else { return true }
        if limit.value == value { return limit.isExclusive && other?.isExclusive != true }
        return isUpper ? limit.value < value : limit.value > value
    }
}
