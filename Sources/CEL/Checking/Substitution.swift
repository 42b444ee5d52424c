/// What the checker has found out about the types it does not know yet, and the rules by which one type may stand for another.
struct Substitution {
    private var known: [Int: CELType] = [:]
    private var next = 0

    mutating func fresh() -> CELType {
        next += 1
        return .unknown(next)
    }

    /// A signature with a type of its own for each type parameter.
    mutating func instance(of signature: Signature) -> (parameters: [CELType], result: CELType) {
        var names: [String: CELType] = [:]
        let parameters = signature.parameters.map { instance(of: $0, &names) }
        return (parameters, instance(of: signature.result, &names))
    }

    private mutating func instance(of type: CELType, _ names: inout [String: CELType]) -> CELType {
        guard case .parameter(let name) = type else { return type.mapped { instance(of: $0, &names) } }
        if let type = names[name] { return type }
        let type = fresh()
        names[name] = type
        return type
    }

    /// The type with all that is known put in. With `final`, what is still unknown becomes `dyn`.
    func resolved(_ type: CELType, final: Bool = false) -> CELType {
        switch type {
        case .unknown(let id): known[id].map { resolved($0, final: final) } ?? (final ? .dyn : type)
        case .parameter: final ? .dyn : type
        default: type.mapped { resolved($0, final: final) }
        }
    }

    /// Whether all pairs fit, in which case what was learnt is kept.
    mutating func fits(_ types: [CELType], _ wanted: [CELType]) -> Bool {
        guard types.count == wanted.count else { return false }
        var trial = self
        for (type, wanted) in zip(types, wanted) where !trial.unify(type, wanted) { return false }
        self = trial
        return true
    }

    /// The type both fit; nil when there is none. The more general of the two wins: `dyn` over `int`.
    mutating func joined(_ a: CELType, _ b: CELType) -> CELType? { fits([a], [b]) ? general(a, b) : nil }

    private mutating func unify(_ a: CELType, _ b: CELType) -> Bool {
        if case .unknown(let id) = b {
            let known = known[id] != nil
            if substitute(a, for: id) { return true }
            if known { return false }
        }
        if case .unknown(let id) = a { return substitute(b, for: id) }
        switch (a, b) {
        case (.dyn, _), (_, .dyn): return true
        case (.null, _): return b.isNullable
        case (_, .null): return a.isNullable
        case (.nullable(let x), .nullable(let y)): return unify(x, y)
        case (.nullable(let x), _): return unify(x, b)
        case (_, .nullable(let y)): return unify(a, y)
        case (.list(let x), .list(let y)), (.optional(let x), .optional(let y)): return unify(x, y)
        // Types are compared when they are known: all types are values of one type.
        case (.type, .type): return true
        case (.map(let k, let v), .map(let l, let w)): return unify(k, l) && unify(v, w)
        case (.opaque(let x, let p), .opaque(let y, let q)):
            return x == y && p.count == q.count && zip(p, q).allSatisfy { unify($0, $1) }
        case (.object, .object): return true
        case (.object(let object), .map(let key, let value)), (.map(let key, let value), .object(let object)):
            return unify(.string, key) && object.types.allSatisfy { unify($0, value) }
        default: return a == b
        }
    }

    private mutating func substitute(_ type: CELType, for id: Int) -> Bool {
        if case .unknown(id) = type { return true }
        guard let current = known[id] else {
            guard !mentions(type, id) else { return false }
            known[id] = type
            return true
        }
        if current == type { return true }
        guard unify(type, current) else { return false }
        let wider = general(type, current)
        if !mentions(wider, id) { known[id] = wider }
        return true
    }

    private func mentions(_ type: CELType, _ id: Int) -> Bool {
        if case .unknown(let other) = type { return other == id || known[other].map { mentions($0, id) } ?? false }
        return type.parts.contains { mentions($0, id) }
    }

    private func general(_ a: CELType, _ b: CELType) -> CELType {
        if case (.object(let x), .object(let y)) = (a, b), x != y { return .map(.string, .dyn) }
        if b == .null, a != .dyn { return a }
        if a == .null, b != .dyn { return b }
        return a.isAsGeneral(as: b) ? a : b
    }
}

extension CELType {
    /// The types inside this one.
    var parts: [CELType] {
        switch self {
        case .list(let t), .optional(let t), .nullable(let t), .type(let t): [t]
        case .map(let k, let v): [k, v]
        case .opaque(_, let parameters): parameters
        default: []
        }
    }

    func mapped(_ change: (CELType) -> CELType) -> CELType {
        switch self {
        case .list(let t): .list(change(t))
        case .optional(let t): .optional(change(t))
        case .type(let t): .type(change(t))
        case .nullable(let t): .nullable(change(t))
        case .map(let k, let v): .map(change(k), change(v))
        case .opaque(let name, let parameters): .opaque(name, parameters.map(change))
        default: self
        }
    }

    /// Types that take null as well: those CEL knows from messages.
    var isNullable: Bool {
        switch self {
        case .null, .dyn, .timestamp, .duration, .optional, .nullable, .opaque: true
        default: false
        }
    }

    var isNumber: Bool { self == .int || self == .uint || self == .double }

    /// The type without null.
    var unwrapped: CELType { if case .nullable(let inner) = self { inner } else { self } }

    func isAsGeneral(as other: CELType) -> Bool {
        switch (self, other) {
        case (.dyn, _), (.unknown, _): true
        case (_, .dyn), (_, .unknown): false
        case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): a.isAsGeneral(as: b)
        case (.map(let k, let v), .map(let l, let w)): k.isAsGeneral(as: l) && v.isAsGeneral(as: w)
        case (.opaque(let x, let p), .opaque(let y, let q)): x == y && p.count == q.count && zip(p, q).allSatisfy { $0.isAsGeneral(as: $1) }
        case (.nullable(let a), .nullable(let b)), (.nullable(let a), let b): a.isAsGeneral(as: b)
        case (.type, .type): true
        case (.map, .object): true
        default: self == other
        }
    }
}

extension CELType.Object {
    /// The types its fields may have.
    var types: [CELType] { fields.values.map(\.type) + (rest.map { [$0] } ?? []) }
}
