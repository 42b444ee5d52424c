/// Primaries and what follows them: fields, calls, indices.
extension Parser {
    /// Names that no variable and no function may have, so that CEL can be put into other languages.
    static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var",
        "void", "while",
    ]
    static let keywords: Set<String> = ["true", "false", "null", "in"]

    mutating func primary() throws(Fault) -> Node {
        let start = token
        switch start.kind {
        case .int(let magnitude):
            guard let number = Int64(exactly: magnitude) else { throw Fault("this number is beyond the range of an int", at: start.offset) }
            return try literal(.int(number))
        case .uint(let number): return try literal(.uint(number))
        case .double(let number): return try literal(.double(number))
        case .string(let text): return try literal(.string(text))
        case .bytes(let bytes): return try literal(.bytes(bytes))
        case .name(let name): return try named(name, absolute: false)
        case .symbol(.dot):
            advance()
            guard case .name(let name) = token.kind else { throw unexpected("a name") }
            return try named(name, absolute: true)
        case .symbol(.open):
            advance()
            let inner = try expression()
            try expect(.close, after: "the expression in parentheses")
            return inner
        case .symbol(.openBracket):
            advance()
            return try node(.list(try elements()), at: start.offset)
        case .symbol(.openBrace):
            advance()
            return try node(.map(try entries()), at: start.offset)
        default: throw unexpected("a value")
        }
    }

    private mutating func literal(_ value: Value) throws(Fault) -> Node {
        let position = token.offset
        advance()
        return try node(.literal(value), at: position)
    }

    private mutating func named(_ name: String, absolute: Bool) throws(Fault) -> Node {
        let position = token.offset
        if !absolute {
            switch name {
            case "true": return try literal(.bool(true))
            case "false": return try literal(.bool(false))
            case "null": return try literal(.null)
            default: break
            }
        }
        guard !Self.keywords.contains(name) else { throw unexpected("a value") }
        guard !Self.reserved.contains(name) else {
            throw Fault("'\(name)' is a reserved word", hint: Idioms.reserved(name), at: position)
        }
        advance()
        guard take(.open) else { return try node(.name(name, absolute: absolute), at: position) }
        return try call(name, receiver: nil, arguments: try arguments(), at: position)
    }

    private mutating func arguments() throws(Fault) -> [Node] {
        var arguments: [Node] = []
        if take(.close) { return arguments }
        repeat { arguments.append(try expression()) } while take(.comma)
        try expect(.close, after: "the arguments")
        return arguments
    }

    private func call(_ name: String, receiver: Node?, arguments: [Node], at position: Int) throws(Fault) -> Node {
        if profile.expandsMacros, let expanded = try Macros.expand(name, receiver: receiver, arguments: arguments, at: position) {
            return try node(expanded, at: position)
        }
        return try node(.call(name, receiver: receiver, arguments: arguments), at: position)
    }

    mutating func member(_ primary: Node) throws(Fault) -> Node {
        var operand = primary
        while true {
            let position = token.offset
            if take(.dot) {
                operand = try selection(of: operand, optional: take(.question))
            } else if take(.openBracket) {
                let optional = take(.question)
                let index = try expression()
                try expect(.closeBracket, after: "the index")
                operand = try node(.index(operand, index, optional: optional), at: position)
            } else if token.kind == .symbol(.openBrace), let path = operand.path {
                throw Fault("'\(path){...}' builds a message, and there are none", hint: "write a map: {'field': value}", at: position)
            } else {
                return operand
            }
        }
    }

    private mutating func selection(of operand: Node, optional: Bool) throws(Fault) -> Node {
        let position = token.offset
        switch token.kind {
        case .quoted(let field):
            advance()
            return try node(.select(operand, field: field, optional: optional), at: position)
        case .name(let field) where !Self.keywords.contains(field):
            advance()
            guard !optional, take(.open) else { return try node(.select(operand, field: field, optional: optional), at: position) }
            return try call(field, receiver: operand, arguments: try arguments(), at: position)
        default: throw unexpected("the name of a field")
        }
    }

    private mutating func elements() throws(Fault) -> [Node.Element] {
        var elements: [Node.Element] = []
        while !take(.closeBracket) {
            let optional = take(.question)
            elements.append(.init(value: try expression(), optional: optional))
            guard take(.comma) else {
                try expect(.closeBracket, after: "the elements of the list")
                break
            }
        }
        return elements
    }

    private mutating func entries() throws(Fault) -> [Node.Entry] {
        var entries: [Node.Entry] = []
        while !take(.closeBrace) {
            let optional = take(.question)
            let key = try expression()
            try expect(.colon, after: "the key of the map")
            entries.append(.init(key: key, value: try expression(), optional: optional))
            guard take(.comma) else {
                try expect(.closeBrace, after: "the entries of the map")
                break
            }
        }
        return entries
    }
}
