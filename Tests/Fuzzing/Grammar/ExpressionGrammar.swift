/// Writes random CEL over the data of `SampleData`: typed, so that most of it has a value, with a mistake here and there. Only what
/// other implementations have too: no two-variable macros and none of the list functions that are newer than theirs.
package struct ExpressionGrammar {
    indirect enum Kind: Hashable, Sendable {
        case null, bool, int, uint, double, string, bytes, timestamp, duration, type
        case list(Kind), map(Kind), optional(Kind)
    }

    var dice: Dice
    /// The variables of the macros around.
    var locals: [(name: String, kind: Kind)] = []
    var loops = 0
    /// How many of a hundred places get something of another type.
    let mistakes: Int

    package init(_ dice: Dice, mistakes: Int = 2) {
        self.dice = dice
        self.mistakes = mistakes
    }

    /// An expression of any type that has a value outside of CEL.
    package mutating func expression() -> String {
        let kind = dice.chance(35) ? .bool : anyKind()
        return write(kind, 2 + dice.roll(3))
    }

    mutating func anyKind(nested: Bool = true) -> Kind {
        switch dice.roll(nested ? 13 : 10) {
        case 0: .null
        case 1: .bool
        case 2: .int
        case 3: .uint
        case 4, 5: .double
        case 6, 7: .string
        case 8: dice.pick(.bytes, .timestamp, .duration)
        case 9: dice.chance(20) ? .type : .string
        case 10, 11: .list(anyKind(nested: false))
        default: .map(anyKind(nested: false))
        }
    }

    mutating func write(_ wanted: Kind, _ depth: Int) -> String {
        let kind = dice.chance(mistakes) ? anyKind() : wanted
        if depth <= 0 || dice.chance(12) { return leaf(kind) }
        if dice.chance(10), let common = common(kind, depth) { return common }
        let text =
            switch kind {
            case .null: "null"
            case .bool: bool(depth)
            case .int: int(depth)
            case .uint: uint(depth)
            case .double: double(depth)
            case .string: string(depth)
            case .bytes: bytes(depth)
            case .timestamp: timestamp(depth)
            case .duration: duration(depth)
            case .type: "type(\(write(anyKind(), depth - 1)))"
            case .list(let element): list(element, depth)
            case .map(let value): map(value, depth)
            case .optional(let inner): optional(inner, depth)
            }
        return text
    }

    /// What gives a value of any type.
    private mutating func common(_ kind: Kind, _ depth: Int) -> String? {
        if case .optional = kind { return nil }
        switch dice.roll(7) {
        case 0: return "(\(write(.bool, depth - 1)) ? \(write(kind, depth - 1)) : \(write(kind, depth - 1)))"
        case 1: return "\(write(.list(kind), depth - 1))[\(dice.pick("0", "1", "0", "-1", "1u", "0.0", "2"))]"
        case 2: return "\(write(.optional(kind), depth - 1)).orValue(\(write(kind, depth - 1)))"
        case 3: return "{'k': \(write(kind, depth - 1))}\(dice.pick(".k", "['k']", ".k", "[?'k'].value()"))"
        case 4: return "dyn(\(write(kind, depth - 1)))"
        case 5:
            let name = dice.pick("x", "y", "input")
            let value = anyKind()
            let bound = write(value, depth - 1)
            return "cel.bind(\(name), \(bound), \(with(name, value) { $0.write(kind, depth - 1) }))"
        default: return "\(write(.optional(kind), depth - 1)).value()"
        }
    }

    mutating func with(_ name: String, _ kind: Kind, _ body: (inout Self) -> String) -> String {
        locals.append((name, kind))
        defer { locals.removeLast() }
        return body(&self)
    }

    /// A name that holds such a value, when there is one.
    mutating func path(_ kind: Kind) -> String? {
        let own = locals.filter { $0.kind == kind }.map(\.name)
        if !own.isEmpty, dice.chance(70) { return dice.pick(own) }
        guard let paths = Self.paths[kind] else { return own.isEmpty ? nil : dice.pick(own) }
        return dice.pick(paths)
    }

    /// Where `SampleData` has values of a type.
    private static let paths: [Kind: [String]] = [
        .double: ["input.n", "input.m", "total", "item.id", "input.o.a", "input.rows[0].id", "input.ns[0]", "input['n']", "input.o.deep.x.y"],
        .int: ["input.big"],
        .string: ["input.s", "item.name", "input.o.b", "input.ss[0]", "input.rows[1].name", "input.o.`a-b`", "input.t", "input.d"],
        .bool: ["input.b", "item.ok", "input.rows[0].ok"],
        .null: ["input.z"],
        .list(.double): ["input.ns", "input.mixed"],
        .list(.string): ["input.ss", "item.tags"],
        .list(.map(.string)): ["input.rows"],
        .map(.double): ["input.o", "input", "item", "input.o.deep.x"],
        .map(.string): ["input.o", "item"],
    ]
}
