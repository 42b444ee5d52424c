/// Builds the syntax tree (langdef, "Syntax", with the optional syntax `.?f`, `[?k]`, `{?k: v}` and field names in backticks).
struct Parser {
    let tokens: [Token]
    let profile: Profile
    private(set) var at = 0
    private var nesting = 0

    static func parse(_ source: String, _ profile: Profile) throws(Fault) -> Node {
        guard source.unicodeScalars.count <= profile.sourceLimit else {
            throw Fault(
                "an expression has at most \(profile.sourceLimit) characters", hint: "split it over several steps", at: 0)
        }
        let tokens = Lexer.tokens(of: source, allowingNewlines: profile.allowsNewlines)
        var parser = Parser(tokens: tokens, profile: profile)
        let root = try parser.expression()
        guard parser.token.kind == .end else { throw parser.unexpected("an operator or the end of the expression") }
        guard root.loops <= profile.comprehensionLimit else {
            throw Fault(
                "lists are gone through more than \(profile.comprehensionLimit) deep inside each other", hint: "split it over several steps", at: 0)
        }
        return root
    }

    private init(tokens: [Token], profile: Profile) {
        self.tokens = tokens
        self.profile = profile
    }

    // MARK: tokens

    var token: Token { tokens[at] }
    var previous: Token? { at > 0 ? tokens[at - 1] : nil }

    mutating func advance() { if at < tokens.count - 1 { at += 1 } }

    mutating func take(_ symbol: Token.Symbol) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Token.Symbol, after what: String) throws(Fault) {
        if !take(symbol) { throw unexpected("'\(symbol.rawValue)' after \(what)") }
    }

    func unexpected(_ wanted: String) -> Fault {
        if case .unreadable(let fault) = token.kind { return fault }
        let next = at + 1 < tokens.count ? tokens[at + 1] : token
        return Fault(
            "unexpected \(token.text), expected \(wanted)",
            hint: Idioms.unexpected(token, after: previous, before: next), at: token.offset)
    }

    /// Every node is made here, so no tree is deeper than the profile allows.
    func node(_ kind: Node.Kind, at position: Int) throws(Fault) -> Node {
        let node = Node(kind, at: position)
        if node.depth > profile.depthLimit { throw tooDeep(position) }
        return node
    }

    private func tooDeep(_ position: Int) -> Fault {
        Fault("the expression is nested more than \(profile.depthLimit) deep", hint: "split it over several steps", at: position)
    }

    // MARK: operators

    mutating func expression() throws(Fault) -> Node {
        nesting += 1
        defer { nesting -= 1 }
        if nesting > profile.depthLimit { throw tooDeep(token.offset) }
        let condition = try disjunction()
        let question = token
        guard take(.question) else { return condition }
        let then = try disjunction()
        guard take(.colon) else {
            var fault = unexpected("':' and the other value of the conditional")
            if tokens.contains(where: { $0.offset == question.end && $0.kind == .symbol(.dot) }) { fault.hint = Idioms.optionalChaining }
            throw fault
        }
        return try node(.conditional(condition, then: then, otherwise: try expression()), at: question.offset)
    }

    private mutating func disjunction() throws(Fault) -> Node {
        let first = try conjunction()
        let position = token.offset
        var terms = [first]
        while take(.or) { terms.append(try conjunction()) }
        return terms.count == 1 ? first : try node(.or(terms), at: position)
    }

    private mutating func conjunction() throws(Fault) -> Node {
        let first = try binary(0)
        let position = token.offset
        var terms = [first]
        while take(.and) { terms.append(try binary(0)) }
        return terms.count == 1 ? first : try node(.and(terms), at: position)
    }

    /// Relations (level 0), sums (1) and products (2), all from left to right.
    private mutating func binary(_ level: Int) throws(Fault) -> Node {
        guard level < 3 else { return try unary() }
        var left = try binary(level + 1)
        while let name = binaryOperator(level) {
            let position = token.offset
            advance()
            left = try node(.call(name, receiver: nil, arguments: [left, try binary(level + 1)]), at: position)
        }
        return left
    }

    private func binaryOperator(_ level: Int) -> String? {
        switch (level, token.kind) {
        case (0, .symbol(let s)) where [.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .unequal].contains(s): "_\(s.rawValue)_"
        case (0, .name("in")): "@in"
        case (1, .symbol(let s)) where [.plus, .minus].contains(s): "_\(s.rawValue)_"
        case (2, .symbol(let s)) where [.times, .divide, .remainder].contains(s): "_\(s.rawValue)_"
        default: nil
        }
    }

    private mutating func unary() throws(Fault) -> Node {
        let symbol = token.kind
        guard symbol == .symbol(.not) || symbol == .symbol(.minus) else { return try member(try primary()) }
        var positions: [Int] = []
        while token.kind == symbol {
            positions.append(token.offset)
            advance()
        }
        // A minus right before a number belongs to the number, so that the least int can be written.
        var operand: Node
        if symbol == .symbol(.minus), let number = try negativeNumber() {
            operand = try member(number)
            positions.removeLast()
        } else {
            operand = try member(try primary())
        }
        let name = symbol == .symbol(.not) ? "!_" : "-_"
        for position in positions.reversed() {
            operand = try node(.call(name, receiver: nil, arguments: [operand]), at: position)
        }
        return operand
    }

    private mutating func negativeNumber() throws(Fault) -> Node? {
        let position = (previous ?? token).offset
        switch token.kind {
        case .int(let magnitude):
            guard magnitude <= UInt64(Int64.max) + 1 else { throw Fault("this number is beyond the range of an int", at: position) }
            advance()
            return try node(.literal(.int(Int64(truncatingIfNeeded: 0 &- magnitude))), at: position)
        case .double(let number):
            advance()
            return try node(.literal(.double(-number)), at: position)
        default: return nil
        }
    }
}
