/// Cuts a source into tokens (langdef, "Syntax"), white space and `//` comments left out.
struct Lexer {
    let source: [UInt8]
    var at = 0
    /// Whether a quoted string may hold a raw newline, which CEL itself allows in triple quotes only.
    let allowsNewlines: Bool

    /// All tokens, the last one `end`; where the source cannot be cut further it is `unreadable`.
    static func tokens(of source: String, allowingNewlines: Bool) -> [Token] {
        var lexer = Lexer(source: Array(source.utf8), allowsNewlines: allowingNewlines)
        var tokens: [Token] = []
        repeat {
            let start = lexer.at
            do throws(Fault) {
                tokens.append(try lexer.next())
            } catch {
                tokens.append(Token(kind: .unreadable(error), offset: error.offset, end: max(start, error.offset)))
                break
            }
        } while tokens.last?.kind != .end
        return tokens
    }

    private init(source: [UInt8], allowsNewlines: Bool) {
        self.source = source
        self.allowsNewlines = allowsNewlines
    }

    /// The byte `ahead` of the current one; 0 past the end.
    func peek(_ ahead: Int = 0) -> UInt8 { at + ahead < source.count ? source[at + ahead] : 0 }

    private mutating func next() throws(Fault) -> Token {
        skipBlanks()
        let start = at
        let kind = try kind()
        return Token(kind: kind, offset: start, end: at)
    }

    private mutating func skipBlanks() {
        while at < source.count {
            switch source[at] {
            case 9, 10, 12, 13, 32: at += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                while at < source.count, source[at] != 10, source[at] != 13 { at += 1 }
            default: return
            }
        }
    }

    private mutating func kind() throws(Fault) -> Token.Kind {
        guard at < source.count else { return .end }
        if let prefix = stringPrefix() { return try string(prefix) }
        if isNameStart(source[at]) { return .name(name()) }
        if isDigit(source[at]) || (source[at] == UInt8(ascii: ".") && isDigit(peek(1))) { return try number() }
        if source[at] == UInt8(ascii: "`") { return try quotedName() }
        if let fault = Idioms.operatorFault(source[at...], at: at) { throw fault }
        return try symbol()
    }

    private mutating func symbol() throws(Fault) -> Token.Kind {
        for length in [2, 1] where at + length <= source.count {
            if let symbol = Token.Symbol(rawValue: String(decoding: source[at..<at + length], as: UTF8.self)) {
                at += length
                return .symbol(symbol)
            }
        }
        let character = String(decoding: source[at...], as: UTF8.self).unicodeScalars.first.map(String.init) ?? ""
        throw Fault("unexpected character \(character)", at: at)
    }

    private mutating func name() -> String {
        let start = at
        while isNamePart(peek()) { at += 1 }
        return String(decoding: source[start..<at], as: UTF8.self)
    }

    private mutating func quotedName() throws(Fault) -> Token.Kind {
        let start = at
        at += 1
        while isNamePart(peek()) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: " ")].contains(peek()) { at += 1 }
        guard peek() == UInt8(ascii: "`"), at > start + 1 else {
            throw Fault(
                "a field name in backticks has letters, digits, '_', '.', '-', '/' and spaces only",
                hint: "for text write 'a ' + string(x); for any other field x['name']", at: start)
        }
        at += 1
        return .quoted(String(decoding: source[start + 1..<at - 1], as: UTF8.self))
    }

    private mutating func number() throws(Fault) -> Token.Kind {
        let start = at
        if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x"), hexDigit(peek(2)) != nil {
            at += 2
            while hexDigit(peek()) != nil { at += 1 }
            return try integer(start, digits: start + 2, radix: 16)
        }
        while isDigit(peek()) { at += 1 }
        var isDouble = false
        if peek() == UInt8(ascii: "."), isDigit(peek(1)) {
            isDouble = true
            at += 1
            while isDigit(peek()) { at += 1 }
        }
        if peek() | 0x20 == UInt8(ascii: "e") {
            let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
            if isDigit(peek(signed ? 2 : 1)) {
                isDouble = true
                at += signed ? 2 : 1
                while isDigit(peek()) { at += 1 }
            }
        }
        guard isDouble else { return try integer(start, digits: start, radix: 10) }
        guard let number = Double(String(decoding: source[start..<at], as: UTF8.self)), number.isFinite else {
            throw Fault("this number is beyond the range of a double", at: start)
        }
        return .double(number)
    }

    private mutating func integer(_ start: Int, digits: Int, radix: Int) throws(Fault) -> Token.Kind {
        guard let number = UInt64(String(decoding: source[digits..<at], as: UTF8.self), radix: radix) else {
            throw Fault("this number is beyond 64 bits", hint: "write it with a point to make it a double", at: start)
        }
        guard peek() | 0x20 == UInt8(ascii: "u") else { return .int(number) }
        at += 1
        return .uint(number)
    }

    private func isNameStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }

    func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
