/// Percent-encoding (RFC 3986 2.1).
enum Escapes {
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    /// The characters that mean the same whether they are escaped or not (RFC 3986 2.3).
    static func isUnreserved(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || "-._~".utf8.contains(byte) }

    /// Every byte but the unreserved ones escaped.
    static func encoded(_ text: String) -> String { escape(text.utf8) { !isUnreserved($0) } }

    /// Blanks and bytes outside ASCII escaped, surrounding blanks removed.
    static func escapingText(_ text: String) -> String {
        let blank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let start = text.utf8.drop(while: blank)
        let trimmed = start.prefix(start.count - start.reversed().prefix(while: blank).count)
        return escape(trimmed) { $0 == UInt8(ascii: " ") || $0 > 0x7F }
    }

    private static func escape(_ bytes: some Sequence<UInt8>, where needed: (UInt8) -> Bool) -> String {
        var result: [UInt8] = []
        for byte in bytes {
            if needed(byte) { result += triplet(byte) } else { result.append(byte) }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Escapes of unreserved characters undone, the others in upper case. Refuses what no URL may contain as it stands.
    static func normalised(_ text: String) throws(URLParts.Failure) -> String {
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            guard byte > 0x20, byte < 0x7F else {
                throw URLParts.Failure(problem: "a blank, a control character or a letter outside ASCII that is not percent-encoded")
            }
            if byte == UInt8(ascii: "\\") { throw URLParts.Failure(problem: "a backslash") }
            if byte == UInt8(ascii: "%") {
                guard let value = escaped(bytes[position...]) else { throw URLParts.Failure(problem: "a '%' without two hexadecimal digits") }
                if isUnreserved(value) { result.append(value) } else { result += triplet(value) }
                position += 3
            } else {
                result.append(byte)
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The bytes behind a text whose escapes are well formed.
    static func decoded(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let first = rest.first {
            let value = first == UInt8(ascii: "%") ? escaped(rest) : nil
            result.append(value ?? first)
            rest = rest.dropFirst(value == nil ? 1 : 3)
        }
        return result
    }

    private static func triplet(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func escaped(_ bytes: ArraySlice<UInt8>) -> UInt8? {
        let digits = bytes.dropFirst().prefix(2)
        guard digits.count == 2, let high = nibble(digits[digits.startIndex]), let low = nibble(digits[digits.startIndex + 1]) else { return nil }
        return high << 4 | low
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
