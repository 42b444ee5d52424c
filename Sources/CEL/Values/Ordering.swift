extension Value {
    /// The outcome of `<` and its kin.
    enum Order {
        case ordered(Int)
        /// One side is NaN: every comparison is false.
        case unordered
        /// The two types have no order.
        case incomparable
    }

    func order(_ other: Value) -> Order {
        switch (self, other) {
        case (.string(let a), .string(let b)): .ordered(Text.compare(a, b))
        case (.bool(let a), .bool(let b)): .ordered((a ? 1 : 0) - (b ? 1 : 0))
        case (.bytes(let a), .bytes(let b)): .ordered(Text.compare(a, b))
        case (.timestamp(let a), .timestamp(let b)): .ordered(a < b ? -1 : a == b ? 0 : 1)
        case (.duration(let a), .duration(let b)): .ordered(a < b ? -1 : a == b ? 0 : 1)
        default:
            if let a = Number(self), let b = Number(other) {
                a.compare(b).map(Order.ordered) ?? .unordered
            } else {
                .incomparable
            }
        }
    }
}
