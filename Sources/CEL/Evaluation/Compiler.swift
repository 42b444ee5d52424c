/// Turns a syntax tree into code: finds functions, gives macros' variables their slots, computes constants.
struct Compiler {
    let profile: Profile
    let library: Library
    /// The macros' variables in reach; a variable's slot is its place here.
    private var locals: [String] = []
    private(set) var slots = 0

    init(profile: Profile, library: Library) {
        self.profile = profile
        self.library = library
    }

    mutating func compile(_ node: Node) throws(Fault) -> any Code {
        let position = node.position
        switch node.kind {
        case .literal(let value): return Constant(known: value)
        case .name(let name, let absolute): return self.name(name, absolute, at: position)
        case .select(let operand, let field, let optional):
            if !optional, let qualified = qualified(node) { return qualified }
            return Selection(operand: try compile(operand), field: field, optional: optional, position: position)
        case .has(let operand, let field): return Presence(operand: try compile(operand), field: field, position: position)
        case .index(let operand, let index, let optional):
            return Indexing(operand: try compile(operand), index: try compile(index), optional: optional, position: position)
        case .and(let terms): return Junction(terms: try compile(all: terms), deciding: false, position: position)
        case .or(let terms): return Junction(terms: try compile(all: terms), deciding: true, position: position)
        case .conditional(let condition, let then, let otherwise):
            return Conditional(
                condition: try compile(condition), then: try compile(then), otherwise: try compile(otherwise), position: position)
        case .list(let elements): return try list(elements)
        case .map(let entries): return try map(entries)
        case .comprehension(let comprehension): return try self.comprehension(comprehension, at: position)
        case .bind(let name, let value, let body):
            let bound = try compile(value)
            return try with([name]) { compiler, slots throws(Fault) in
                Binding(slot: slots[0], bound: bound, body: try compiler.compile(body))
            }
        case .optionalMap(let operand, let name, let body, let flat):
            let operand = try compile(operand)
            return try with([name]) { compiler, slots throws(Fault) in
                OptionalMap(operand: operand, slot: slots[0], body: try compiler.compile(body), isFlat: flat, position: position)
            }
        case .call(let name, let receiver, let arguments): return try call(name, receiver, arguments, at: position)
        }
    }

    func slot(of name: String) -> Int? { locals.lastIndex { Text.same($0, name) } }

    mutating func compile(all nodes: [Node]) throws(Fault) -> [any Code] {
        var codes: [any Code] = []
        for node in nodes { codes.append(try compile(node)) }
        return codes
    }

    private mutating func with(
        _ names: [String], _ body: (inout Compiler, [Int]) throws(Fault) -> any Code
    ) throws(Fault) -> any Code {
        let first = locals.count
        locals += names
        slots = max(slots, locals.count)
        defer { locals.removeLast(names.count) }
        return try body(&self, Array(first..<locals.count))
    }

    // MARK: aggregates

    private mutating func list(_ elements: [Node.Element]) throws(Fault) -> any Code {
        var compiled: [ListLiteral.Element] = []
        for element in elements {
            compiled.append(.init(code: try compile(element.value), optional: element.optional, position: element.value.position))
        }
        let constants = compiled.compactMap { $0.optional ? nil : $0.code as? Constant }
        let list = ListLiteral(elements: compiled)
        guard constants.count == elements.count else { return list }
        return Constant(known: .list(Value.List(constants.map(\.known))), cost: 1 + elements.count + constants.reduce(0) { $0 + $1.cost })
    }

    private mutating func map(_ entries: [Node.Entry]) throws(Fault) -> any Code {
        var compiled: [MapLiteral.Entry] = []
        for entry in entries {
            compiled.append(
                .init(key: try compile(entry.key), value: try compile(entry.value), optional: entry.optional, position: entry.key.position))
        }
        let map = MapLiteral(entries: compiled)
        var known = Value.Map.Entries()
        var cost = 1 + entries.count
        for entry in compiled {
            guard !entry.optional, let key = entry.key as? Constant, let value = entry.value as? Constant, known.add(key.known, value.known) == nil
            else { return map }
            cost += key.cost + value.cost
        }
        return Constant(known: .map(Value.Map(known)), cost: cost)
    }

    // MARK: macros

    private mutating func comprehension(_ c: Node.Comprehension, at position: Int) throws(Fault) -> any Code {
        let range = try compile(c.range)
        return try with([c.first] + (c.second.map { [$0] } ?? [])) { compiler, slots throws(Fault) in
            var filter: (any Code)?
            if let condition = c.filter { filter = try compiler.compile(condition) }
            var body = try compiler.compile(c.body)
            if c.form == .filter {
                filter = body
                body = Local(slot: slots[0])
            }
            let traversal = Traversal(
                range: range, first: slots[0], second: slots.count > 1 ? slots[1] : nil, filter: filter, body: body, position: position)
            switch c.form {
            case .all: return Quantifier(traversal: traversal, deciding: false)
            case .exists: return Quantifier(traversal: traversal, deciding: true)
            case .existsOne: return Uniqueness(traversal: traversal)
            case .map, .filter: return Projection(traversal: traversal)
            case .transformMap: return MapProjection(traversal: traversal)
            case .sortBy: return Sorting(traversal: traversal)
            }
        }
    }
}
