/// A number of any of CEL's three types, compared by value.
enum Number {
    case int(Int64)
    case uint(UInt64)
    case double(Double)

    init?(_ value: Value) {
        switch value {
        case .int(let i): self = .int(i)
        case .uint(let u): self = .uint(u)
        case .double(let d): self = .double(d)
        default: return nil
        }
    }

    var value: Value {
        switch self {
        case .int(let i): .int(i)
        case .uint(let u): .uint(u)
        case .double(let d): .double(d)
        }
    }

    var double: Double {
        switch self {
        case .int(let i): Double(i)
        case .uint(let u): Double(u)
        case .double(let d): d
        }
    }

    /// The number as a whole one, when it is one and fits.
    var index: Int? {
        switch self {
        case .int(let i): Int(exactly: i)
        case .uint(let u): Int(exactly: u)
        case .double(let d): Int(exactly: d)
        }
    }

    /// Negative, zero or positive; nil when one side is NaN. Exact, but for the two ends: the greatest int and uint also equal the
    /// double nearest to them (2^63, 2^64), as the conformance suite has it.
    func compare(_ other: Number) -> Int? {
        switch (self, other) {
        case (.int(let a), .int(let b)): Self.order(a, b)
        case (.uint(let a), .uint(let b)): Self.order(a, b)
        case (.double(let a), .double(let b)): a.isNaN || b.isNaN ? nil : Self.order(a, b)
        case (.int(let a), .uint(let b)): a < 0 ? -1 : Self.order(UInt64(a), b)
        case (.uint(let a), .int(let b)): b < 0 ? 1 : Self.order(a, UInt64(b))
        case (.int(let a), .double(let b)): Self.compare(a, b)
        case (.uint(let a), .double(let b)): Self.compare(a, b)
        case (.double(let a), .int(let b)): Self.compare(b, a).map { -$0 }
        case (.double(let a), .uint(let b)): Self.compare(b, a).map { -$0 }
        }
    }

    private static func order<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a == b ? 0 : 1 }

    private static func compare<I: FixedWidthInteger>(_ a: I, _ b: Double) -> Int? {
        if b.isNaN { return nil }
        let nearest = Double(a)
        if nearest != b { return order(nearest, b) }
        // The two may still differ by less than a double can show.
        guard let exact = I(exactly: b) else { return a == I.max ? 0 : -1 }
        return order(a, exact)
    }
}
