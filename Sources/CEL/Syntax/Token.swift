/// A lexical element of an expression.
struct Token {
    enum Kind: Equatable {
        case name(String)
        /// A field name in backticks.
        case quoted(String)
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case symbol(Symbol)
        case end
        /// What follows is no token.
        case unreadable(Fault)
    }

    enum Symbol: String, CaseIterable {
        case and = "&&", or = "||", equal = "==", unequal = "!=", lessOrEqual = "<=", greaterOrEqual = ">="
        case less = "<", greater = ">", plus = "+", minus = "-", times = "*", divide = "/", remainder = "%", not = "!"
        case question = "?", colon = ":", dot = ".", comma = ",", open = "(", close = ")"
        case openBracket = "[", closeBracket = "]", openBrace = "{", closeBrace = "}"
    }

    let kind: Kind
    /// In UTF-8 bytes.
    let offset: Int
    let end: Int

    /// The token for a message: as it was written, but for literals.
    var text: String {
        switch kind {
        case .name(let name): "'\(name)'"
        case .quoted(let name): "`\(name)`"
        case .int, .uint, .double: "a number"
        case .string: "a string"
        case .bytes: "bytes"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end, .unreadable: "the end of the expression"
        }
    }
}
