extension ExpressionGrammar {
    mutating func bool(_ depth: Int) -> String {
        let below = depth - 1
        switch dice.roll(20) {
        case 0, 1: return "(\(write(.bool, below)) && \(write(.bool, below)))"
        case 2, 3: return "(\(write(.bool, below)) || \(write(.bool, below)))"
        case 4: return "!\(atom(.bool, below))"
        case 5, 6, 7:
            let kind = dice.pick([Kind.int, .uint, .double, .double, .string, .bytes, .timestamp, .duration, .bool])
            return "\(atom(kind, below)) \(dice.pick("<", "<=", ">", ">=")) \(atom(dice.chance(10) ? dice.pick(.int, .uint, .double) : kind, below))"
        case 8, 9, 10:
            let kind = anyKind()
            return "\(atom(kind, below)) \(dice.pick("==", "!=")) \(atom(dice.chance(15) ? anyKind() : kind, below))"
        case 11:
            let kind = anyKind(nested: false)
            return "\(atom(kind, below)) in \(atom(.list(kind), below))"
        case 12: return "\(dice.pick("'a'", "'k'", "1", "1.0", "2u", "true", "'n'")) in \(atom(.map(anyKind(nested: false)), below))"
        case 13: return "\(atom(.string, below)).\(dice.pick("contains", "startsWith", "endsWith"))(\(write(.string, below)))"
        case 14:
            return
                "\(atom(.string, below)).matches(\(dice.pick(Self.patterns)))"
        case 15, 16: return macro(dice.pick("all", "exists", "exists_one"), .bool, depth)
        case 17:
            return
                "has(\(dice.pick(Self.fields)))"
        case 18: return "\(write(.optional(anyKind(nested: false)), below)).hasValue()"
        default:
            return dice.chance(50)
                ? "math.\(dice.pick("isNaN", "isInf", "isFinite"))(\(write(.double, below)))" : "bool(\(write(dice.pick(.bool, .string), below)))"
        }
    }

    mutating func int(_ depth: Int) -> String {
        let below = depth - 1
        switch dice.roll(14) {
        case 0, 1, 2, 3: return "(\(write(.int, below)) \(dice.pick("+", "-", "*", "/", "%")) \(write(.int, below)))"
        case 4: return "-\(atom(.int, below))"
        case 5: return "size(\(write(dice.pick([.string, .bytes, .list(.double), .map(.double)]), below)))"
        case 6: return "\(atom(dice.pick([Kind.string, .list(.string), .bytes]), below)).size()"
        case 7:
            return
                "\(atom(.string, below)).\(dice.pick("indexOf", "lastIndexOf"))"
                + "(\(write(.string, below))\(dice.chance(30) ? ", " + write(.int, below) : ""))"
        case 8: return "int(\(write(dice.pick([.int, .uint, .double, .string, .timestamp]), below)))"
        case 9: return "math.\(dice.pick("abs", "sign", "bitNot"))(\(write(.int, below)))"
        case 10: return bits(.int, below)
        case 11:
            return
                "\(atom(.timestamp, below)).\(dice.pick(Self.parts))(\(dice.chance(25) ? dice.pick(Self.zones) : ""))"
        case 12: return "\(atom(.duration, below)).\(dice.pick("getHours", "getMinutes", "getSeconds", "getMilliseconds"))()"
        default: return "math.\(dice.pick("greatest", "least"))(\(write(.int, below)), \(write(.int, below)))"
        }
    }

    mutating func uint(_ depth: Int) -> String {
        let below = depth - 1
        switch dice.roll(6) {
        case 0, 1, 2: return "(\(write(.uint, below)) \(dice.pick("+", "-", "*", "/", "%")) \(write(.uint, below)))"
        case 3: return "uint(\(write(dice.pick([.int, .uint, .double, .string]), below)))"
        case 4: return bits(.uint, below)
        default: return "math.\(dice.pick("abs", "sign"))(\(write(.uint, below)))"
        }
    }

    mutating func double(_ depth: Int) -> String {
        let below = depth - 1
        switch dice.roll(10) {
        case 0, 1, 2, 3, 4: return "(\(write(.double, below)) \(dice.pick("+", "-", "*", "/")) \(write(dice.chance(6) ? .int : .double, below)))"
        case 5: return "-\(atom(.double, below))"
        case 6: return "double(\(write(dice.pick([.int, .uint, .double, .string]), below)))"
        case 7, 8: return "math.\(dice.pick("ceil", "floor", "round", "trunc", "abs", "sign", "sqrt"))(\(write(.double, below)))"
        default:
            let name = dice.pick("greatest", "least")
            return dice.chance(40)
                ? "math.\(name)(\(write(.list(.double), below)))"
                : "math.\(name)(\(write(.double, below)), \(write(dice.chance(20) ? .int : .double, below)), \(write(.double, below)))"
        }
    }

    private mutating func bits(_ kind: Kind, _ depth: Int) -> String {
        dice.chance(60)
            ? "math.\(dice.pick("bitAnd", "bitOr", "bitXor"))(\(write(kind, depth)), \(write(kind, depth)))"
            : "math.\(dice.pick("bitShiftLeft", "bitShiftRight"))(\(write(kind, depth)), \(dice.pick("0", "1", "3", "63", "64", "-1", "70")))"
    }

    private static let parts = [
        "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds",
        "getMilliseconds",
    ]
    private static let patterns = ["'a+'", "r'^\\d+$'", "'(?i)check'", "'[a-c]{1,3}'", "'('", "'\\\\bx'", "'.'", "'é|e'"]
    private static let fields = [
        "input.n", "input.zz", "input.o.b", "item.name", "input.o.`a-b`", "input.rows[0].ok", "total.x", "input.mixed[0].name",
    ]
    private static let zones = ["'UTC'", "'Europe/Paris'", "'-03:30'", "'+14:00'", "'Asia/Kathmandu'", "'Nowhere'"]
}
