/// How large a value can get, as far as it is known before evaluation: what the cost of an expression depends on.
package indirect enum Extent: Sendable, Hashable {
    case unknown
    /// A number, a bool, null, a time: of one size.
    case scalar
    /// Text or bytes, at most so many bytes long; nil when that is not known.
    case text(Int?)
    /// At most so many elements, each no larger than `of`.
    case list(Int?, of: Extent)
    /// A map with these keys. One that is not closed may have others.
    case map([String: Extent], isClosed: Bool)
    case optional(Extent)
}

extension Extent {
    /// An extent that covers both.
    package func joined(with other: Extent) -> Extent {
        switch (self, other) {
        case (.unknown, _), (_, .unknown): .unknown
        // Nothing is smaller than a scalar, null among them.
        case (.scalar, let larger), (let larger, .scalar): larger
        case (.text(let a), .text(let b)): .text(Self.larger(a, b))
        case (.list(0, _), .list(let count, let element)), (.list(let count, let element), .list(0, _)): .list(count, of: element)
        case (.list(let a, let x), .list(let b, let y)): .list(Self.larger(a, b), of: x.joined(with: y))
        case (.map(let a, let isClosed), .map(let b, let isAlsoClosed)):
            .map(a.merging(b) { $0.joined(with: $1) }, isClosed: isClosed && isAlsoClosed)
        case (.optional(let a), .optional(let b)): .optional(a.joined(with: b))
        default: .unknown
        }
    }

    package static func joined(_ extents: [Extent]) -> Extent {
        guard let first = extents.first else { return .scalar }
        return extents.dropFirst().reduce(first) { $0.joined(with: $1) }
    }

    /// That of what an optional holds.
    var held: Extent { if case .optional(let inner) = self { inner } else { self } }

    /// The most that `Weight` can count for such a value; nil when that is not known.
    var weight: Double? {
        switch self {
        case .unknown, .text(nil), .list(nil, _), .map(_, isClosed: false): nil
        case .scalar: 8
        case .text(let bytes?): 8 + Double(bytes)
        case .list(let count?, let element): element.weight.map { 8 + Double(count) * $0 }
        case .map(let fields, isClosed: true):
            fields.reduce(8) { sum, field in
                guard let sum, let value = field.value.weight else { return nil }
                return sum + 8 + Double(field.key.utf8.count) + value
            }
        case .optional(let inner): inner.weight.map { 8 + $0 }
        }
    }

    private static func larger(_ a: Int?, _ b: Int?) -> Int? {
        guard let a, let b else { return nil }
        return max(a, b)
    }
}

extension Extent {
    /// That of a value at hand.
    init(of value: Value) {
        switch value {
        case .string(let text): self = .text(text.utf8.count)
        case .bytes(let bytes): self = .text(bytes.count)
        case .list(let list): self = .list(list.count, of: .joined(list.values.map(Extent.init(of:))))
        case .optional(let inner): self = .optional(inner.map(Extent.init(of:)) ?? .scalar)
        case .map: self = .unknown
        default: self = .scalar
        }
    }
}
