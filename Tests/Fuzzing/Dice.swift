/// Numbers that are the same in every run for the same seed: SplitMix64.
package struct Dice: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// The dice of one input, the same whatever came before it, so that any input can be made again alone.
    package init(seed: UInt64, stream: String, index: Int) {
        let name = stream.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        var mixed = Dice(seed: seed ^ name)
        state = mixed.next() &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15
        state = next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, `sides`; 0 when there are none.
    package mutating func roll(_ sides: Int) -> Int { sides < 2 ? 0 : Int(next() % UInt64(sides)) }

    package mutating func chance(_ percent: Int) -> Bool { roll(100) < percent }

    /// An element of a table that is not empty.
    package mutating func pick<T>(_ table: [T]) -> T {
        precondition(!table.isEmpty, "nothing to pick from")
        return table[roll(table.count)]
    }

    package mutating func pick<T>(_ table: T...) -> T { pick(table) }
}
