/// Something a condition shows about a value that is named by a variable and its fields.
package struct Fact: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The field is there.
        case present
        /// The value is not null.
        case notNull
    }
    package let kind: Kind
    /// Such as `steps`, `triage`, `cause`.
    package let path: [String]

    package init(_ kind: Kind, _ path: [String]) {
        self.kind = kind
        self.path = path
    }
}

/// What is known once a condition has turned out one way: which fields it asked for with `has()`, and which it compared with null.
package enum Guards {
    package static func whenTrue(_ condition: Node) -> Set<Fact> {
        switch condition.kind {
        case .has(let operand, let field): operand.names.map { [Fact(.present, $0 + [field])] } ?? []
        case .and(let terms): union(terms, whenTrue)
        case .or(let terms): intersection(terms, whenTrue)
        case .call("!_", nil, let arguments): arguments.first.map(whenFalse) ?? []
        case .call("_!=_", nil, let sides): unequal(sides)
        case .call("_==_", nil, let sides): equal(sides)
        case .call("@in", nil, let sides): sides.count == 2 && sides[1].isListWithoutNull ? notNull(sides[0]) : []
        default: []
        }
    }

    package static func whenFalse(_ condition: Node) -> Set<Fact> {
        switch condition.kind {
        case .or(let terms): union(terms, whenFalse)
        case .and(let terms): intersection(terms, whenFalse)
        case .call("!_", nil, let arguments): arguments.first.map(whenTrue) ?? []
        case .call("_==_", nil, let sides): unequal(sides)
        default: []
        }
    }

    private static func union(_ terms: [Node], _ facts: (Node) -> Set<Fact>) -> Set<Fact> {
        terms.reduce(into: []) { $0.formUnion(facts($1)) }
    }

    private static func intersection(_ terms: [Node], _ facts: (Node) -> Set<Fact>) -> Set<Fact> {
        guard let first = terms.first else { return [] }
        return terms.dropFirst().reduce(facts(first)) { $0.intersection(facts($1)) }
    }

    /// `a != null`, on either side.
    private static func unequal(_ sides: [Node]) -> Set<Fact> {
        guard sides.count == 2 else { return [] }
        if sides[1].isNull { return notNull(sides[0]) }
        return sides[0].isNull ? notNull(sides[1]) : []
    }

    /// What equals a constant is not null; nor is a value whose type does.
    private static func equal(_ sides: [Node]) -> Set<Fact> {
        guard sides.count == 2 else { return [] }
        return [(sides[0], sides[1]), (sides[1], sides[0])].reduce(into: []) { facts, pair in
            if case .literal = pair.1.kind, !pair.1.isNull { facts.formUnion(notNull(pair.0)) }
            if case .call("type", nil, let arguments) = pair.0.kind, let value = arguments.first, case .name(let name, _) = pair.1.kind,
                name != "null_type"
            {
                facts.formUnion(notNull(value))
            }
        }
    }

    private static func notNull(_ node: Node) -> Set<Fact> {
        if let path = node.names { return [Fact(.notNull, path)] }
        // `a.?b.orValue(null)` is not null only when there is a field, and a value in it.
        guard case .call("orValue", let receiver?, let arguments) = node.kind, arguments.first?.isNull == true,
            let path = receiver.optionalNames
        else { return [] }
        return Set((1...path.count).map { Fact(.present, Array(path.prefix($0))) } + [Fact(.notNull, path)])
    }
}

extension Node {
    /// The variable and the fields of `a.b['c']`, and the elements of `a[0]`; nil when the node is anything else.
    package var names: [String]? {
        switch kind {
        case .name(let name, _): [name]
        case .select(let operand, let field, optional: false): operand.names.map { $0 + [field] }
        case .index(let operand, let index, optional: false): index.indexName.flatMap { name in operand.names.map { $0 + [name] } }
        default: nil
        }
    }

    /// The same where the fields may have been taken with `.?`.
    fileprivate var optionalNames: [String]? {
        if case .select(let operand, let field, _) = kind { return operand.optionalNames.map { $0 + [field] } }
        return names
    }

    private var indexName: String? {
        switch kind {
        case .literal(.string(let field)): field
        case .literal(.int(let position)): "[\(position)]"
        default: nil
        }
    }

    var isNull: Bool { if case .literal(.null) = kind { true } else { false } }

    fileprivate var isListWithoutNull: Bool {
        guard case .list(let elements) = kind else { return false }
        return elements.allSatisfy { if case .literal = $0.value.kind { !$0.optional && !$0.value.isNull } else { false } }
    }
}
