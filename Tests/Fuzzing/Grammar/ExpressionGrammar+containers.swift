extension ExpressionGrammar {
    /// Something that can stand before a dot, an index or an operator.
    mutating func atom(_ kind: Kind, _ depth: Int) -> String {
        let text = write(kind, depth)
        return text.contains(" ") || text.hasPrefix("-") ? "(\(text))" : text
    }

    mutating func list(_ element: Kind, _ depth: Int) -> String {
        let below = depth - 1
        switch dice.roll(10) {
        case 0, 1: return "(\(write(.list(element), below)) + \(write(.list(element), below)))"
        case 2, 3: return macro("filter", .bool, depth, of: element)
        case 4, 5: return macro("map", element, depth)
        case 6 where element == .string:
            return "\(atom(.string, below)).split(\(write(.string, below))\(dice.chance(40) ? ", " + write(.int, below) : ""))"
        case 7: return "[?\(write(.optional(element), below)), \(write(element, below))]"
        case 8: return "\(dice.pick("optional.unwrap([\(write(.optional(element), below))])", "[\(write(.optional(element), below))].unwrapOpt()"))"
        default: return "[" + (0..<dice.roll(4)).map { _ in write(element, below) }.joined(separator: ", ") + "]"
        }
    }

    mutating func map(_ value: Kind, _ depth: Int) -> String {
        if dice.chance(20) { return "{?'o': \(write(.optional(value), depth - 1)), 'p': \(write(value, depth - 1))}" }
        return "{" + keys().map { "\($0): \(write(value, depth - 1))" }.joined(separator: ", ") + "}"
    }

    mutating func optional(_ inner: Kind, _ depth: Int) -> String {
        let below = depth - 1
        switch dice.roll(9) {
        case 0: return "optional.ofNonZeroValue(\(write(inner, below)))"
        case 1: return "\(write(.list(inner), below))[?\(dice.pick("0", "1", "-1", "5", "0", "1.0", "0.5"))]"
        case 2: return "\(write(.list(inner), below)).\(dice.pick("first", "last"))()"
        case 3: return "\(write(.optional(inner), below)).or(\(write(.optional(inner), below)))"
        case 4:
            let kind = anyKind(nested: false)
            let (operand, name) = (write(.optional(kind), below), variable())
            return "\(operand).optMap(\(name), \(with(name, kind) { $0.write(inner, below) }))"
        case 5:
            let (operand, name) = (write(.optional(inner), below), variable())
            return "\(operand).optFlatMap(\(name), \(with(name, inner) { $0.write(.optional(inner), below) }))"
        case 6: return dice.pick("input.?n", "input.?zz", "input.?o.a", "input[?'s']", "item.?name", "input.?rows[0].?id", "input.?o.?deep.x.y")
        default: return "optional.of(\(write(inner, below)))"
        }
    }

    /// A macro over a list or the keys of a map.
    mutating func macro(_ name: String, _ result: Kind, _ depth: Int, of wanted: Kind? = nil) -> String {
        guard loops < 3 else { return leaf(name == "map" || name == "filter" ? .list(result) : .bool) }
        let element = wanted ?? dice.pick(.double, .string, .int, .map(.string), anyKind(nested: false))
        // Maps have no order, so there is none in what comes of them.
        let overMap = wanted == nil && name != "map" && dice.chance(12)
        let range = overMap ? atom(.map(element), depth - 1) : atom(.list(element), depth - 1)
        let variable = variable()
        loops += 1
        defer { loops -= 1 }
        let body = with(variable, overMap ? .string : element) { $0.write(result, depth - 1) }
        guard name == "map", dice.chance(25) else { return "\(range).\(name)(\(variable), \(body))" }
        let filter = with(variable, overMap ? .string : element) { $0.write(.bool, depth - 1) }
        return "\(range).map(\(variable), \(filter), \(body))"
    }

    private mutating func variable() -> String { dice.pick("x", "y", "e", "item") }
}
