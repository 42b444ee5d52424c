import CEL

/// The fields known to be there once a condition has turned out one way, because it asked `has()`: as paths such as `steps.triage`.
enum PresenceGuards {
    static func whenTrue(_ condition: Node) -> Set<[String]> {
        switch condition.kind {
        case .has(let operand, let field): path(operand).map { [$0 + [field]] } ?? []
        case .and(let terms): terms.reduce(into: []) { $0.formUnion(whenTrue($1)) }
        case .call("!_", nil, let arguments): arguments.first.map(whenFalse) ?? []
        default: []
        }
    }

    static func whenFalse(_ condition: Node) -> Set<[String]> {
        switch condition.kind {
        case .or(let terms): terms.reduce(into: []) { $0.formUnion(whenFalse($1)) }
        case .call("!_", nil, let arguments): arguments.first.map(whenTrue) ?? []
        default: []
        }
    }

    private static func path(_ node: Node) -> [String]? {
        switch node.kind {
        case .name(let name, _): [name]
        case .select(let operand, let field, optional: false): path(operand).map { $0 + [field] }
        default: nil
        }
    }
}
