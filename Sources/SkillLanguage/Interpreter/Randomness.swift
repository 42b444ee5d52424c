/// Uniform numbers in 0..<1 that depend only on their seed and what they are for, so that a resumed run draws the same jitter.
/// The generator is SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct Randomness: Sendable {
    let seed: UInt64

    func uniform(for id: CallID) -> Double {
        var state = seed &+ UInt64(truncatingIfNeeded: id.attempt) &* 0x9E37_79B9_7F4A_7C15
        for byte in id.path.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        var z = state &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        z ^= z >> 31
        return Double(z >> 11) / Double(1 << 53)
    }
}
