/// A small deterministic generator (xorshift64*), so that every run tests the same cases.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// A number from 0 up to, not including, `sides`.
    mutating func roll(_ sides: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % sides
    }
}

extension Dice {
    mutating func pick<Element>(_ items: [Element]) -> Element { items[roll(items.count)] }

    /// 64 random bits.
    mutating func bits() -> UInt64 { UInt64(roll(1 << 22)) << 42 ^ UInt64(roll(1 << 21)) << 21 ^ UInt64(roll(1 << 21)) }
}
