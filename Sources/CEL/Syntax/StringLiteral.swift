/// String and bytes literals: raw or with escapes, in single, double or triple quotes.
extension Lexer {
    struct StringPrefix {
        var isBytes = false
        var isRaw = false
        var length = 0
    }

    /// The `b`, `r` or `br` before a quote; nil when no literal starts here.
    func stringPrefix() -> StringPrefix? {
        var prefix = StringPrefix()
        if peek() | 0x20 == UInt8(ascii: "b") {
            prefix.isBytes = true
            prefix.length = 1
        }
        if peek(prefix.length) | 0x20 == UInt8(ascii: "r") {
            prefix.isRaw = true
            prefix.length += 1
        }
        let quote = peek(prefix.length)
        return quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") ? prefix : nil
    }

    mutating func string(_ prefix: StringPrefix) throws(Fault) -> Token.Kind {
        let start = at
        at += prefix.length
        let quote = peek()
        let isTriple = peek(1) == quote && peek(2) == quote
        at += isTriple ? 3 : 1
        var bytes: [UInt8] = []
        while true {
            guard at < source.count else {
                throw Fault("this string is not closed", hint: "end it with the \(isTriple ? "three quotes" : "quote") it starts with", at: start)
            }
            let byte = source[at]
            if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
                at += isTriple ? 3 : 1
                break
            }
            if byte == 10 || byte == 13, !isTriple, !allowsNewlines {
                throw Fault("a string in single quotes cannot hold a newline", hint: "write \\n, or use three quotes", at: at)
            }
            if byte == 13 {
                // A newline is one line feed, however the source writes it.
                bytes.append(10)
                at += peek(1) == 10 ? 2 : 1
            } else if byte == UInt8(ascii: "\\"), !prefix.isRaw {
                try escape(into: &bytes, isBytes: prefix.isBytes)
            } else {
                bytes.append(byte)
                at += 1
            }
        }
        if prefix.isBytes { return .bytes(bytes) }
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    private mutating func escape(into bytes: inout [UInt8], isBytes: Bool) throws(Fault) {
        let start = at
        let letter = peek(1)
        at += 2
        switch letter {
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): bytes.append(letter)
        case UInt8(ascii: "a"): bytes.append(7)
        case UInt8(ascii: "b"): bytes.append(8)
        case UInt8(ascii: "t"): bytes.append(9)
        case UInt8(ascii: "n"): bytes.append(10)
        case UInt8(ascii: "v"): bytes.append(11)
        case UInt8(ascii: "f"): bytes.append(12)
        case UInt8(ascii: "r"): bytes.append(13)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            try append(try hex(2, from: start), to: &bytes, asByte: isBytes, from: start)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            guard let second = octalDigit(peek()), let third = octalDigit(peek(1)) else {
                throw Fault("an octal escape has three digits, \\000 to \\377", at: start)
            }
            at += 2
            try append(UInt32(letter - UInt8(ascii: "0")) * 64 + second * 8 + third, to: &bytes, asByte: isBytes, from: start)
        case UInt8(ascii: "u") where !isBytes:
            try append(try basicPlane(from: start), to: &bytes, asByte: false, from: start)
        case UInt8(ascii: "U") where !isBytes:
            try append(try hex(8, from: start), to: &bytes, asByte: false, from: start)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            throw Fault("bytes have no code points", hint: "write \\x and two digits for each byte", at: start)
        default:
            throw Fault("unknown escape", hint: "write \\\\ for a backslash, or r'...' for a raw string", at: start)
        }
    }

    private func octalDigit(_ byte: UInt8) -> UInt32? {
        (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) ? UInt32(byte - UInt8(ascii: "0")) : nil
    }

    private mutating func hex(_ count: Int, from start: Int) throws(Fault) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<count {
            guard let digit = hexDigit(peek()) else { throw Fault("this escape needs \(count) hexadecimal digits", at: start) }
            number = number << 4 | digit
            at += 1
        }
        return number
    }

    /// `\uXXXX`; a high surrogate takes the low one that follows it.
    private mutating func basicPlane(from start: Int) throws(Fault) -> UInt32 {
        let first = try hex(4, from: start)
        guard (0xD800..<0xDC00).contains(first), peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") else { return first }
        at += 2
        let second = try hex(4, from: start)
        guard (0xDC00..<0xE000).contains(second) else { return first }
        return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }

    private func append(_ code: UInt32, to bytes: inout [UInt8], asByte: Bool, from start: Int) throws(Fault) {
        if asByte {
            bytes.append(UInt8(truncatingIfNeeded: code))
        } else if let scalar = Unicode.Scalar(code) {
            bytes += UTF8.encode(scalar).map(Array.init) ?? []
        } else {
            throw Fault("this escape is not a Unicode code point", at: start)
        }
    }
}
