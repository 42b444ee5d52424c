/// Reads a pattern by recursive descent. Escapes and classes are in files of their own.
struct Parser {
    let source: [Unicode.Scalar]
    var position = 0
    var flags = Flags()
    private var depth = 0
    private var quoting = false
    private static let deepest = 100

    /// What `(?ims)` switches on, to the end of the group.
    struct Flags {
        var caseless = false
        var multiline = false
        var dotMatchesNewline = false
    }

    init(_ source: String) { self.source = Array(source.unicodeScalars) }

    mutating func pattern() throws(PatternError) -> Syntax {
        let result = try alternation()
        if position < source.count { throw error(.unbalanced("a ) closes no group")) }
        return result
    }

    private mutating func alternation() throws(PatternError) -> Syntax {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternError) -> Syntax {
        var items: [Syntax] = []
        var repeatable = false
        while let next = peek() {
            if quoting {
                if take("\\E") { quoting = false } else { items.append(.set(ScalarSet(advance(next), caseless: flags.caseless))) }
                repeatable = !items.isEmpty
            } else if take("\\Q") {
                quoting = true
            } else if next == "|" || next == ")" {
                break
            } else if let (least, most) = try repetition() {
                guard repeatable, let item = items.popLast() else { throw error(.nothingToRepeat, at: position - 1) }
                items.append(.repeated(item, least: least, most: most))
                repeatable = false
            } else if let atom = try atom(next) {
                items.append(atom)
                repeatable = true
            } else {
                repeatable = false
            }
        }
        return items.count == 1 ? items[0] : .sequence(items)
    }

    /// `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`, each with an optional `?`: lazy and greedy match the same texts.
    /// A brace that is no repetition is a literal.
    private mutating func repetition() throws(PatternError) -> (least: Int, most: Int?)? {
        let counts: (Int, Int?)
        if take("*") {
            counts = (0, nil)
        } else if take("+") {
            counts = (1, nil)
        } else if take("?") {
            counts = (0, 1)
        } else if let braces = try braces() {
            counts = braces
        } else {
            return nil
        }
        _ = take("?")
        return counts
    }

    private mutating func braces() throws(PatternError) -> (Int, Int?)? {
        let start = position
        guard take("{"), let least = try number() else {
            position = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = try number() }
        guard take("}") else {
            position = start
            return nil
        }
        if let most, most < least { throw error(.badRepetition, at: start) }
        return (least, most)
    }

    private mutating func number() throws(PatternError) -> Int? {
        let start = position
        var value = 0
        while let digit = peek(), ("0"..."9").contains(digit) {
            value = value * 10 + Int(advance(digit).value - 0x30)
            if value > Program.largest { throw error(.tooLarge(limit: Program.largest), at: start) }
        }
        return position == start ? nil : value
    }

    /// Nil for what only changes the flags.
    private mutating func atom(_ next: Unicode.Scalar) throws(PatternError) -> Syntax? {
        switch next {
        case "(": return try group()
        case "[": return .set(try characterClass())
        case "\\": return try escape()
        default: break
        }
        _ = advance(next)
        switch next {
        case ".": return .set(ScalarSet(flags.dotMatchesNewline ? [] : [0x0A...0x0A], negated: true))
        case "^": return .assertion(flags.multiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.multiline ? .lineEnd : .textEnd)
        default: return .set(ScalarSet(next, caseless: flags.caseless))
        }
    }

    private mutating func group() throws(PatternError) -> Syntax? {
        let start = position
        let outer = flags
        position += 1
        if take("?") {
            if try opening(from: start) == .flags { return nil }
        }
        depth += 1
        if depth > Self.deepest { throw error(.nestedTooDeeply(limit: Self.deepest), at: start) }
        let inner = try alternation()
        depth -= 1
        guard take(")") else { throw error(.unbalanced("a ( is never closed"), at: start) }
        flags = outer
        return inner
    }

    private enum Opening { case group, flags }

    /// What follows `(?`: a name, flags, or something that is not supported.
    private mutating func opening(from start: Int) throws(PatternError) -> Opening {
        for mark in ["=", "!", "<=", "<!"] where starts(with: mark) { throw error(.unsupported("look-around (?\(mark)"), at: start) }
        if take("P<") || take("<") {
            let nameStart = position
            while let letter = peek(), letter.properties.isAlphabetic || ("0"..."9").contains(letter) || letter == "_" { _ = advance(letter) }
            guard position > nameStart, take(">") else { throw error(.badGroup("(?<"), at: start) }
            return .group
        }
        var on = true
        while let letter = peek() {
            _ = advance(letter)
            switch letter {
            case "i": flags.caseless = on
            case "m": flags.multiline = on
            case "s": flags.dotMatchesNewline = on
            case "U": break
            case "-" where on: on = false
            case ":": return .group
            case ")": return .flags
            default: throw error(.badGroup("(?" + String(letter)), at: start)
            }
        }
        throw error(.unbalanced("a ( is never closed"), at: start)
    }
}

/// The cursor.
extension Parser {
    func peek() -> Unicode.Scalar? { position < source.count ? source[position] : nil }

    mutating func advance(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        position += 1
        return scalar
    }

    func starts(with text: String) -> Bool { source[position...].starts(with: text.unicodeScalars) }

    mutating func take(_ text: String) -> Bool {
        guard starts(with: text) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    func error(_ reason: PatternError.Reason, at offset: Int? = nil) -> PatternError {
        PatternError(reason: reason, offset: offset ?? position)
    }
}
