import JSON

/// How large a value is, for the cost meter and the limit on results: bytes of text, and 8 for each scalar, element and key.
struct Weight {
    private(set) var bytes = 0
    private let limit: Int

    /// Counting stops once `limit` is passed, so shared values nested in each other cannot make it long.
    static func of(_ value: Value, upTo limit: Int) -> Int {
        var weight = Weight(limit: limit)
        weight.add(value)
        return weight.bytes
    }

    private init(limit: Int) { self.limit = limit }

    private mutating func add(_ value: Value) {
        guard bytes <= limit else { return }
        switch value {
        case .string(let s): bytes += 8 + s.utf8.count
        case .bytes(let b): bytes += 8 + b.count
        case .list(let list):
            bytes += 8
            switch list.backing {
            case .json(let array): for element in array { add(element) }
            case .values(let values): for element in values { add(element) }
            }
        case .map(let map):
            bytes += 8
            switch map.backing {
            case .json(let object): add(object)
            case .entries(let entries):
                for key in entries.keys { add(key) }
                for value in entries.values { add(value) }
            }
        case .optional(let inner?):
            bytes += 8
            add(inner)
        default: bytes += 8
        }
    }

    private mutating func add(_ json: JSON) {
        guard bytes <= limit else { return }
        bytes += 8
        switch json {
        case .string(let s): bytes += s.utf8.count
        case .array(let array): for element in array { add(element) }
        case .object(let object): add(object)
        default: break
        }
    }

    private mutating func add(_ object: JSON.Object) {
        for key in object.keys { bytes += 8 + key.utf8.count }
        for value in object.values { add(value) }
    }
}
