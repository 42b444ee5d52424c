/// What an evaluation may spend, and what it has. A node of the expression costs 1 unit. Work that grows with the size of its values
/// (joining, comparing and searching texts, lists and maps, building lists and maps) costs 1 more for every 64 bytes of text, for every
/// element, and for every 100 steps of matching a pattern. The same expression on the same data always costs the same.
package struct CostMeter: Sendable {
    package let limit: Int
    package private(set) var used = 0

    package init(limit: Int) { self.limit = limit }

    package var remaining: Int { max(0, limit - used) }

    /// Throws once more than `limit` is used.
    @inline(__always)
    mutating func charge(_ units: Int = 1) throws(EvaluationError) {
        used &+= units
        if used > limit { throw exceeded }
    }

    /// Charges for going through a text of so many bytes.
    mutating func charge(text bytes: Int) throws(EvaluationError) {
        if bytes >= 64 { try charge(bytes / 64) }
    }

    private var exceeded: EvaluationError {
        .init(.costExceeded, "the expression costs more than \(limit) units: work on less data, or split it over several steps")
    }

    /// Charges for reading through a value.
    mutating func charge(reading value: Value) throws(EvaluationError) {
        switch value {
        case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type: break
        case .string(let s): try charge(text: s.utf8.count)
        case .bytes(let b): try charge(text: b.count)
        case .list, .map, .optional: try charge(Weight.of(value, upTo: min(remaining, 1 << 40) * 10 + 10) / 10)
        }
    }
}

extension CostMeter {
    /// Charges for the text or list a function has made; what a list holds was there before.
    mutating func charge(built value: Value) throws(EvaluationError) {
        switch value {
        case .string(let s): try charge(text: s.utf8.count)
        case .bytes(let b): try charge(text: b.count)
        case .list(let l): try charge(l.count)
        default: break
        }
    }
}
