/// Which fields are known to be there once a condition has turned out one way: the paths that `has()` was asked about.
enum Guards {
    static func whenTrue(_ condition: Node) -> Set<String> {
        switch condition.kind {
        case .has(let operand, let field): operand.path.map { [$0 + "." + field] } ?? []
        case .and(let terms): terms.reduce(into: []) { $0.formUnion(whenTrue($1)) }
        case .call("!_", nil, let arguments): arguments.first.map(whenFalse) ?? []
        default: []
        }
    }

    static func whenFalse(_ condition: Node) -> Set<String> {
        switch condition.kind {
        case .or(let terms): terms.reduce(into: []) { $0.formUnion(whenFalse($1)) }
        case .call("!_", nil, let arguments): arguments.first.map(whenTrue) ?? []
        default: []
        }
    }
}
