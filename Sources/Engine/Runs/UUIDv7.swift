package import CivilTime

/// A UUID of version 7 (RFC 9562, section 5.7): time first, so that ids sort by creation.
package enum UUIDv7 {
    /// - Parameters:
    ///   - random: two words of randomness, of which 74 bits are used.
    package static func text(at instant: Instant, random: (UInt64, UInt64)) -> String {
        let high = UInt64(truncatingIfNeeded: instant.milliseconds) << 16 | 0x7000 | random.0 & 0x0FFF
        let low = 0x8000_0000_0000_0000 | random.1 & 0x3FFF_FFFF_FFFF_FFFF
        let digits = hex(high) + hex(low)
        return [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    }

    private static func hex(_ word: UInt64) -> [UInt8] {
        let alphabet = Array("0123456789abcdef".utf8)
        return stride(from: 60, through: 0, by: -4).map { alphabet[Int(word >> UInt64($0) & 15)] }
    }
}
