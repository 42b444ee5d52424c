extension ExpressionGrammar {
    /// A name or a literal.
    mutating func leaf(_ kind: Kind) -> String {
        if dice.chance(55), let path = path(kind) { return path }
        switch kind {
        case .null: return "null"
        case .bool: return dice.pick("true", "false")
        case .int: return dice.pick(Self.ints)
        case .uint: return dice.pick("0u", "1u", "2u", "7u", "0x1Fu", "18446744073709551615u")
        case .double: return dice.pick(Self.doubles)
        case .string: return dice.pick(Self.strings)
        case .bytes: return dice.pick("b''", "b'abc'", "b'\\xff\\x00'", "b\"\\u00e9\"", "b'\\101'")
        case .timestamp: return "timestamp('\(dice.pick(SampleData.times))')"
        case .duration: return "duration('\(dice.pick(SampleData.durations))')"
        case .type: return dice.pick("int", "uint", "double", "string", "bool", "bytes", "list", "map", "null_type", "type")
        case .list(let element): return "[" + (0..<dice.roll(4)).map { _ in leaf(element) }.joined(separator: ", ") + "]"
        case .map(let value): return "{" + keys().map { "\($0): \(leaf(value))" }.joined(separator: ", ") + "}"
        case .optional(let inner): return dice.chance(30) ? "optional.none()" : "optional.of(\(leaf(inner)))"
        }
    }

    /// Keys of a map literal, all of one type.
    mutating func keys() -> [String] {
        let table = dice.pick(["'a'", "'b'", "'a-b'", "''", "'k'"], ["'a'", "'b'", "'x'"], ["1", "2", "-1"], ["1u", "2u"], ["true", "false"])
        let count = dice.roll(min(4, table.count + 1))
        // A key that is there twice is an error, and is written now and then.
        return dice.chance(3) ? (0..<count).map { _ in dice.pick(table) } : Array(table.prefix(count))
    }

    private static let ints = [
        "0", "1", "2", "3", "7", "-1", "-5", "10", "100", "0x1F", "64", "63", "1000000", "2147483648", "9007199254740993", "9223372036854775807",
        "-9223372036854775808",
    ]
    private static let doubles = [
        "0.0", "1.0", "-1.0", "0.5", "2.5", "-2.5", "1e3", "1e-7", "3.14159", "100.0", "1e15", "1e20", "123456789.0", "-0.0", "9007199254740993.0",
        "1e308", "1e-320", "0.1", "(0.0/0.0)", "(1.0/0.0)", "9.3e18", ".5", "1E2",
    ]
    private static let strings = [
        "''", "'a'", "'abc'", "\"b\"", "'Checkout'", "'x,y'", "','", "' pad '", "'na\\u00efve'", "'e\\u0301'", "'\\U0001F600'", "'12'", "'-3.5'",
        "'true'",
        "r'\\d+'", "'''it's'''", "\"say \\\"hi\\\"\"", "'%s and %d'", "'YWJj'", "'tab\\t'", "'\\x41\\101'", "'2026-01-31T23:59:59Z'", "'90s'",
        "'NaN'", "'1e400'",
        "'a\\nb'", "'UTC'", "'raw\nline'",
    ]
}
