extension Value {
    /// CEL's `==`: values of different types are unequal, but numbers compare by value whatever their types. NaN equals nothing.
    package func equals(_ other: Value) -> Bool {
        switch (self, other) {
        case (.string(let a), .string(let b)): Text.same(a, b)
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.double(let a), .double(let b)): a == b
        case (.bytes(let a), .bytes(let b)): a == b
        case (.list(let a), .list(let b)): a.equals(b)
        case (.map(let a), .map(let b)): a.equals(b)
        case (.timestamp(let a), .timestamp(let b)): a == b
        case (.duration(let a), .duration(let b)): a == b
        case (.type(let a), .type(let b)): a == b
        case (.optional(nil), .optional(nil)): true
        case (.optional(let a?), .optional(let b?)): a.equals(b)
        default: Number(self).flatMap { a in Number(other).map { a.compare($0) == 0 } } ?? false
        }
    }
}

extension Value.List {
    func equals(_ other: Value.List) -> Bool {
        count == other.count && (0..<count).allSatisfy { self[$0].equals(other[$0]) }
    }
}

extension Value.Map {
    func equals(_ other: Value.Map) -> Bool {
        guard count == other.count else { return false }
        return (0..<count).allSatisfy { at in other[key(at: at)].map { $0.equals(value(at: at)) } ?? false }
    }
}

extension Value {
    /// Values that are equal hash alike.
    func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let b): hasher.combine(b)
        case .int, .uint, .double: hasher.combine(Number(self)?.double ?? 0)
        case .string(let s): for byte in s.utf8 { hasher.combine(byte) }
        case .bytes(let b): hasher.combine(b)
        case .list(let l): for at in 0..<l.count { l[at].hash(into: &hasher) }
        case .map(let m): hasher.combine(m.unorderedHash)
        case .timestamp(let t): hasher.combine(t)
        case .duration(let d): hasher.combine(d)
        case .optional(let o): if let o { o.hash(into: &hasher) }
        case .type(let t): hasher.combine(t)
        }
    }

    /// A value as an element of a set, by CEL's equality.
    struct Element: Hashable {
        let value: Value
        static func == (a: Element, b: Element) -> Bool { a.value.equals(b.value) }
        func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
    }
}

extension Value.Map {
    /// The same whatever the order of the entries.
    fileprivate var unorderedHash: Int {
        (0..<count).reduce(0) { sum, at in
            var hasher = Hasher()
            key(at: at).hash(into: &hasher)
            value(at: at).hash(into: &hasher)
            return sum &+ hasher.finalize()
        }
    }
}
