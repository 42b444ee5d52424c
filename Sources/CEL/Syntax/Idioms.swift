/// What authors write in CEL out of habit from other languages, each with the one-line repair.
enum Idioms {
    static let optionalChaining = "for a field that may be missing write x.?field.orValue(default)"

    private static let operators: [(text: String, message: String, hint: String)] = [
        ("===", "there is no '==='", "use =="),
        ("!==", "there is no '!=='", "use !="),
        ("=>", "there are no arrow functions", "write xs.map(x, x.v), xs.filter(x, x.v > 1), xs.exists(x, x.v > 1)"),
        ("=~", "there is no '=~'", "use text.matches('pattern')"),
        ("??", "there is no '??'", "write x.?field.orValue(default)"),
        ("**", "there is no '**'", "multiply: x * x"),
        ("++", "nothing can be changed in an expression", "write x + 1"),
        ("+=", "nothing can be changed in an expression", "write x + 1"),
        ("-=", "nothing can be changed in an expression", "write x - 1"),
        ("->", "there are no arrow functions", "write xs.map(x, x.v)"),
        ("<>", "there is no '<>'", "use !="),
        ("...", "there is no spread", "join lists with +"),
    ]

    private static let characters: [UInt8: (message: String, hint: String)] = [
        UInt8(ascii: "="): ("a single '=' is no operator", "use == to compare; nothing can be assigned"),
        UInt8(ascii: "&"): ("a single '&' is no operator", "use && (for bits math.bitAnd(a, b))"),
        UInt8(ascii: "|"): ("a single '|' is no operator", "use || (for bits math.bitOr(a, b)); there are no pipes: write f(x) or x.f()"),
        UInt8(ascii: "^"): ("'^' is no operator", "use math.bitXor(a, b); for powers multiply"),
        UInt8(ascii: "~"): ("'~' is no operator", "use math.bitNot(x)"),
        UInt8(ascii: ";"): ("an expression is one value, without ';'", "leave the ';' out; bind a name with cel.bind(x, value, body)"),
        UInt8(ascii: "$"): ("'$' is not part of an expression", "write the expression itself, without ${...}"),
        UInt8(ascii: "#"): ("'#' is not part of an expression", "comments start with //"),
        UInt8(ascii: "@"): ("'@' is not part of an expression", "write x.field"),
        UInt8(ascii: "\\"): ("'\\' is not part of an expression", "inside JSON write ' for quotes, not \\\""),
    ]

    /// A foreign operator at the start of `rest`.
    static func operatorFault(_ rest: ArraySlice<UInt8>, at offset: Int) -> Fault? {
        for (text, message, hint) in operators where rest.starts(with: text.utf8) {
            return Fault(message, hint: hint, at: offset)
        }
        guard let first = rest.first, let (message, hint) = characters[first] else { return nil }
        if rest.starts(with: "==".utf8) || rest.starts(with: "&&".utf8) || rest.starts(with: "||".utf8) { return nil }
        return Fault(message, hint: hint, at: offset)
    }

    /// Words between two values, or where a value should be.
    static func unexpected(_ token: Token, after previous: Token?, before next: Token) -> String? {
        if case .name(let word) = token.kind, let hint = words[word] {
            return word == "not" && next.kind == .name("in") ? "write !(x in xs)" : hint
        }
        if case .name(let word)? = previous?.kind, let hint = words[word] { return hint }
        switch (previous?.kind, token.kind) {
        case (.name(let function), .string): return "to join texts write a + b; to call, \(function)(...)"
        case (.string, .string), (.string, .name), (_, .string): return "join texts with +; inside '...' write \\' for a quote"
        case (_, .symbol(.colon)): return "a map key is a string: {'key': value}"
        default: return nil
        }
    }

    private static let words = [
        "and": "use &&", "or": "use ||", "not": "use !", "is": "use ==", "isnt": "use !=", "eq": "use ==", "ne": "use !=", "gt": "use >",
        "lt": "use <", "ge": "use >=", "le": "use <=", "mod": "use %", "div": "use /", "xor": "use !=", "then": "write condition ? a : b",
        "if": "write condition ? a : b", "else": "write condition ? a : b", "contains": "write text.contains('part'), or 'a' in list",
        "matches": "write text.matches('pattern')", "like": "use text.matches('pattern')", "between": "write a <= x && x <= b",
        "instanceof": "write type(x) == string", "typeof": "write type(x) == string", "new": "write a map: {'key': value}",
        "for": "write xs.map(x, ...)", "lambda": "write xs.map(x, ...)", "await": "leave 'await' out", "delete": "nothing can be changed",
        "in": "write x in xs",
    ]

    static func reserved(_ word: String) -> String? {
        switch word {
        case "if", "else": "write condition ? a : b"
        case "for", "while", "loop": "write xs.map(x, ...), xs.filter(x, ...) or xs.exists(x, ...)"
        case "let", "var", "const": "write cel.bind(x, value, body)"
        case "function", "return": "write the value itself; there are no functions to define"
        default: "as a field it is fine: x.\(word)"
        }
    }
}
