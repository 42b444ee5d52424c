extension Parser {
    /// The string whose opening quote is at the cursor.
    mutating func string() throws(Failure) -> String {
        at += 1
        let start = at
        let ascii = skipPlain()
        if peek() == UInt8(ascii: "\"") {
            at += 1
            return try text(start..<at - 1, ascii: ascii)
        }
        return try stringWithEscapes(after: text(start..<at, ascii: ascii))
    }

    /// Goes to the next quote, backslash, control character or the end: eight bytes at a time while there are eight.
    /// True when all it passed is ASCII.
    private mutating func skipPlain() -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var seen: UInt64 = 0
        let raw = UnsafeRawBufferPointer(bytes)
        while at + 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let special = (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (word &- ones &* 0x20) & ~word
            if special & (ones &* 0x80) != 0 { break }
            seen |= word
            at += 8
        }
        while at < bytes.count, bytes[at] != 0x22, bytes[at] != 0x5C, bytes[at] >= 0x20 {
            seen |= UInt64(bytes[at])
            at += 1
        }
        return seen & (ones &* 0x80) == 0
    }

    private func text(_ range: Range<Int>, ascii: Bool) throws(Failure) -> String {
        let slice = UnsafeBufferPointer(rebasing: bytes[range])
        if !ascii, let invalid = Self.firstInvalid(in: slice) { throw Failure(.notUTF8, at: range.lowerBound + invalid) }
        return String(decoding: slice, as: UTF8.self)
    }

    private mutating func stringWithEscapes(after plain: String) throws(Failure) -> String {
        var result = plain
        while true {
            switch peek() {
            case UInt8(ascii: "\""):
                at += 1
                return result
            case UInt8(ascii: "\\"): result.unicodeScalars.append(try escape())
            case let byte where at < bytes.count && byte < 0x20: throw Failure(.controlCharacter(byte), at: at)
            default: if at >= bytes.count { throw unexpected(wanted: "the closing quote of the string") }
            }
            let start = at
            let ascii = skipPlain()
            if at > start { result += try text(start..<at, ascii: ascii) }
        }
    }

    private mutating func escape() throws(Failure) -> Unicode.Scalar {
        let start = at
        at += 1
        let letter = peek()
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw start + 1 < bytes.count ? Failure(.badEscape, at: start) : Parser.endOfEscape(at: bytes.count)
        }
        let unit = try hexadecimal(from: start)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, peek() == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "u") else {
            throw Failure(.loneSurrogate, at: start)
        }
        let second = at
        at += 2
        let low = try hexadecimal(from: second)
        guard low & 0xFC00 == 0xDC00, let scalar = Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF) else {
            throw Failure(.loneSurrogate, at: start)
        }
        return scalar
    }

    private static func endOfEscape(at offset: Int) -> Failure {
        Failure(.expected("the closing quote of the string", found: nil), at: offset)
    }

    private mutating func hexadecimal(from start: Int) throws(Failure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch peek() {
            case let byte where (0x30...0x39).contains(byte): digit = byte - 0x30
            case let byte where (0x41...0x46).contains(byte & 0xDF): digit = (byte & 0xDF) - 0x37
            default: throw at < bytes.count ? Failure(.badEscape, at: start) : Parser.endOfEscape(at: bytes.count)
            }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }

    /// The offset of the first byte that is not part of well-formed UTF-8 (Unicode, table 3-7).
    private static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var at = 0
        while at < bytes.count {
            let second: ClosedRange<UInt8>
            let length: Int
            switch bytes[at] {
            case 0x00...0x7F:
                at += 1
                continue
            case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return at
            }
            guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return at }
            for next in at + 2..<at + length where bytes[next] & 0xC0 != 0x80 { return at }
            at += length
        }
        return nil
    }
}
