extension Parser {
    /// An escape outside a class.
    mutating func escape() throws(PatternError) -> Syntax {
        let start = position
        let assertions: [(String, Assertion)] = [("\\A", .textStart), ("\\z", .textEnd), ("\\b", .wordBoundary), ("\\B", .noWordBoundary)]
        for (text, assertion) in assertions where take(text) { return .assertion(assertion) }
        if starts(with: "\\k<") { throw error(.unsupported("a back-reference")) }
        if let (ranges, categories) = try escapedSet() {
            return .set(ScalarSet(ranges, categories: categories, caseless: flags.caseless))
        }
        if position + 1 < source.count, ("1"..."9").contains(source[position + 1]) {
            throw error(.unsupported("the back-reference \\\(source[position + 1])"), at: start)
        }
        return .set(ScalarSet(try escapedScalar(), caseless: flags.caseless))
    }

    /// `\d`, `\W`, `\p{L}` and the like; nil, with nothing read, when the escape is for a single scalar.
    mutating func escapedSet() throws(PatternError) -> ([ScalarSet.Range], Categories)? {
        guard peek() == "\\", position + 1 < source.count else { return nil }
        let letter = source[position + 1]
        if let ranges = NamedSets.ranges(forEscape: letter) {
            position += 2
            return (ranges, [])
        }
        guard letter == "p" || letter == "P" else { return nil }
        let start = position
        position += 2
        let (name, inverted) = try propertyName(from: start)
        let negated = (letter == "P") != inverted
        if name == "ASCII" { return (negated ? [0x80...0x10FFFF] : [0x00...0x7F], []) }
        guard let categories = Categories(named: name) else { throw error(.unknownProperty(name), at: start) }
        return ([], negated ? categories.complement : categories)
    }

    /// `L`, `{Lu}`, `{^Lu}`, `{gc=Lu}`, `{General_Category=Lu}`.
    private mutating func propertyName(from start: Int) throws(PatternError) -> (name: String, inverted: Bool) {
        guard let first = peek() else { throw error(.badEscape("\\p"), at: start) }
        _ = advance(first)
        guard first == "{" else { return (String(first), false) }
        let inverted = take("^")
        _ = take("General_Category=") || take("gc=")
        var name = ""
        while let letter = peek() {
            _ = advance(letter)
            if letter == "}" { return (name, inverted) }
            name.unicodeScalars.append(letter)
        }
        throw error(.unbalanced("a { is never closed"), at: start)
    }

    /// An escape that stands for one scalar.
    mutating func escapedScalar() throws(PatternError) -> Unicode.Scalar {
        let start = position
        position += 1
        guard let letter = peek() else { throw error(.badEscape("a backslash at the end"), at: start) }
        _ = advance(letter)
        switch letter {
        case "a": return "\u{07}"
        case "t": return "\t"
        case "n": return "\n"
        case "v": return "\u{0B}"
        case "f": return "\u{0C}"
        case "r": return "\r"
        case "0": return "\0"
        case "x": return try hexadecimal(digits: 2, from: start)
        case "u": return try hexadecimal(digits: 4, from: start)
        case "c":
            guard let control = peek(), ("A"..."Z").contains(control) || ("a"..."z").contains(control) else { break }
            return Unicode.Scalar(UInt8(advance(control).value & 0x1F))
        default:
            if letter.isASCII, !letter.properties.isAlphabetic, !("0"..."9").contains(letter), letter.value > 0x20 { return letter }
        }
        throw error(.badEscape("\\" + String(letter)), at: start)
    }

    /// `HH`, `HHHH` or `{H...}`; a pair of surrogates makes one scalar.
    private mutating func hexadecimal(digits: Int, from start: Int) throws(PatternError) -> Unicode.Scalar {
        var value: UInt32?
        if take("{") {
            value = hexadecimalDigits(atMost: 6)
            if !take("}") { value = nil }
        } else {
            let before = position
            value = hexadecimalDigits(atMost: digits)
            if position - before != digits { value = nil }
            if let high = value, (0xD800...0xDBFF).contains(high), take("\\u"), let low = hexadecimalDigits(atMost: 4), low & 0xFC00 == 0xDC00 {
                value = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
            }
        }
        guard let value, let scalar = Unicode.Scalar(value) else {
            throw error(.badEscape(source[start..<position].reduce(into: "") { $0.unicodeScalars.append($1) }), at: start)
        }
        return scalar
    }

    private mutating func hexadecimalDigits(atMost most: Int) -> UInt32? {
        var value: UInt32 = 0
        var count = 0
        while count < most, let digit = peek(), let number = Character(digit).hexDigitValue, digit.isASCII {
            position += 1
            value = value << 4 | UInt32(number)
            count += 1
        }
        return count == 0 ? nil : value
    }
}
