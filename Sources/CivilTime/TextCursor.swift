/// Reads ASCII text from left to right. Every reader either takes what it names or takes nothing.
struct TextCursor {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// Counted from 1.
    var column: Int { position + 1 }
    var isAtEnd: Bool { position == bytes.count }
    /// The byte about to be read.
    var upcoming: UInt8? { isAtEnd ? nil : bytes[position] }

    mutating func take(_ wanted: StaticString) -> Bool {
        let matches = wanted.withUTF8Buffer { bytes[position...].starts(with: $0) }
        if matches { position += wanted.utf8CodeUnitCount }
        return matches
    }

    mutating func take(while accepts: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while let byte = upcoming, accepts(byte) { position += 1 }
        return bytes[start..<position]
    }

    /// Exactly `count` digits, as a number.
    mutating func digits(_ count: Int) -> Int? {
        let end = position + count
        guard end <= bytes.count, bytes[position..<end].allSatisfy(\.isDigit) else { return nil }
        defer { position = end }
        return decimal(bytes[position..<end])
    }

    /// One digit or more, as a number; nil also when it has more than `limit` digits.
    mutating func number(limit: Int = 9) -> Int? {
        var ahead = self
        let digits = ahead.take(while: \.isDigit)
        guard (1...limit).contains(digits.count) else { return nil }
        self = ahead
        return decimal(digits)
    }
}

/// The number that ASCII digits write; 0 for none. At most 18 of them.
func decimal(_ digits: ArraySlice<UInt8>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isUppercaseLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self & 0xDF) }
}
