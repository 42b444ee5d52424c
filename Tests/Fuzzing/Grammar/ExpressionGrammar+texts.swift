extension ExpressionGrammar {
    mutating func string(_ depth: Int) -> String {
        let below = depth - 1
        let text = atom(.string, below)
        switch dice.roll(18) {
        case 0, 1, 2: return "(\(text) + \(write(.string, below)))"
        case 3, 4, 5: return "string(\(write(dice.pick([.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration]), below)))"
        case 6: return "\(text).substring(\(write(.int, below))\(dice.chance(50) ? ", " + write(.int, below) : ""))"
        case 7: return "\(text).replace(\(write(.string, below)), \(write(.string, below))\(dice.chance(30) ? ", " + write(.int, below) : ""))"
        case 8: return "\(text).charAt(\(write(.int, below)))"
        case 9: return "\(text).\(dice.pick("lowerAscii", "upperAscii", "trim", "reverse"))()"
        case 10: return "\(atom(.list(.string), below)).join(\(dice.chance(60) ? write(.string, below) : ""))"
        case 11, 12: return format(below)
        case 13: return "strings.quote(\(write(.string, below)))"
        case 14: return "base64.encode(\(write(.bytes, below)))"
        default: return path(.string) ?? "''"
        }
    }

    private mutating func format(_ depth: Int) -> String {
        let count = 1 + dice.roll(2)
        var clauses: [String] = []
        var values: [String] = []
        for _ in 0..<count {
            let clause = dice.pick(["%s", "%s", "%d", "%f", "%.2f", "%e", "%.3e", "%b", "%o", "%x", "%X", "%%"])
            clauses.append(clause)
            let kinds: [Kind] =
                switch clause.last {
                case "s": [anyKind()]
                case "f", "e": [.double]
                case "b": [.int, .uint, .bool]
                case "x", "X": [.int, .uint, .string, .bytes]
                default: [.int, .uint]
                }
            if clause != "%%" { values.append(write(dice.pick(kinds), depth)) }
        }
        return "'\(clauses.joined(separator: "|"))'.format([\(values.joined(separator: ", "))])"
    }

    mutating func bytes(_ depth: Int) -> String {
        switch dice.roll(3) {
        case 0: "(\(write(.bytes, depth - 1)) + \(write(.bytes, depth - 1)))"
        case 1: "bytes(\(write(.string, depth - 1)))"
        default: "base64.decode(\(dice.pick("'YWJj'", "'YWI='", "'YWI'", "'?'", "''", "'/+8='", "'_-8='", "'YW Jj'")))"
        }
    }

    mutating func timestamp(_ depth: Int) -> String {
        switch dice.roll(4) {
        case 0: "(\(write(.timestamp, depth - 1)) \(dice.pick("+", "-")) \(write(.duration, depth - 1)))"
        case 1: "timestamp(\(write(.int, depth - 1)))"
        case 2: "timestamp(\(dice.pick("input.t", "item.name", "string(\(leaf(.timestamp)))")))"
        default: leaf(.timestamp)
        }
    }

    mutating func duration(_ depth: Int) -> String {
        switch dice.roll(4) {
        case 0: "(\(write(.duration, depth - 1)) \(dice.pick("+", "-")) \(write(.duration, depth - 1)))"
        case 1: "(\(write(.timestamp, depth - 1)) - \(write(.timestamp, depth - 1)))"
        case 2: "duration(\(dice.pick("input.d", "item.name", "string(\(leaf(.duration)))")))"
        default: leaf(.duration)
        }
    }
}
