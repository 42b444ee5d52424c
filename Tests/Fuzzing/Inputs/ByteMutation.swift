/// Damage to bytes that knows nothing of what they mean.
package enum ByteMutation {
    /// Bytes at which parsers of texts turn.
    private static let sharp = Array("\"'\\{}[](),:;0-+.eEtfnu$`*?|^/ \n\r\t\0".utf8) + [0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xE2, 0xED, 0xEF, 0xF4, 0xFF]

    /// One change: a byte overwritten, flipped, put in or taken out; a span repeated, removed, moved, or taken from `other`.
    package static func change(_ bytes: inout [UInt8], from other: [UInt8], _ dice: inout Dice) {
        guard !bytes.isEmpty else { return bytes.append(dice.pick(sharp)) }
        let at = dice.roll(bytes.count)
        switch dice.roll(10) {
        case 0: bytes[at] ^= 1 << UInt8(dice.roll(8))
        case 1: bytes[at] = UInt8(dice.roll(256))
        case 2: bytes[at] = dice.pick(sharp)
        case 3: bytes.insert(dice.pick(sharp), at: at)
        case 4: bytes.removeSubrange(span(in: bytes, from: at, &dice))
        case 5:
            let span = Array(bytes[span(in: bytes, from: at, &dice)])
            for _ in 0...dice.roll(dice.chance(5) ? 200 : 3) { bytes.insert(contentsOf: span, at: at) }
        case 6:
            let range = span(in: bytes, from: at, &dice)
            let moved = Array(bytes[range])
            bytes.removeSubrange(range)
            bytes.insert(contentsOf: moved, at: dice.roll(bytes.count + 1))
        case 7: bytes.swapAt(at, dice.roll(bytes.count))
        case 8: bytes.removeLast(bytes.count - at)
        default:
            guard !other.isEmpty else { return bytes.append(0) }
            bytes.replaceSubrange(span(in: bytes, from: at, &dice), with: other[span(in: other, from: dice.roll(other.count), &dice)])
        }
        if bytes.count > 100_000 { bytes.removeLast(bytes.count - 100_000) }
    }

    private static func span(in bytes: [UInt8], from start: Int, _ dice: inout Dice) -> Range<Int> {
        start..<min(bytes.count, start + 1 + dice.roll(dice.chance(80) ? 8 : 200))
    }
}
