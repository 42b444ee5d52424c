/// `[a, ?b]`.
struct ListLiteral: Code {
    struct Element: Sendable {
        let code: any Code
        let optional: Bool
        let position: Int
    }
    let elements: [Element]

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge(1 + elements.count)
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            let value = try element.code.value(&frame)
            if element.optional {
                guard case .optional(let inner) = value else { throw .notOptional(value, at: element.position) }
                if let inner { values.append(inner) }
            } else {
                values.append(value)
            }
        }
        return .list(Value.List(values))
    }
}

/// `{k: v, ?k: v}`.
struct MapLiteral: Code {
    struct Entry: Sendable {
        let key: any Code
        let value: any Code
        let optional: Bool
        let position: Int
    }
    let entries: [Entry]

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge(1 + entries.count)
        var map = Value.Map.Entries()
        for entry in entries {
            let key = try entry.key.value(&frame)
            var value = try entry.value.value(&frame)
            if entry.optional {
                guard case .optional(let inner) = value else { throw .notOptional(value, at: entry.position) }
                guard let inner else { continue }
                value = inner
            }
            try map.add(key, value, at: entry.position)
        }
        return .map(Value.Map(map))
    }
}

extension Value.Map.Entries {
    mutating func add(_ key: Value, _ value: Value, at position: Int) throws(EvaluationError) {
        switch add(key, value) {
        case nil: break
        case .keyType:
            throw EvaluationError(.invalidArgument, "unsupported key type: \(key.kind) (a key is a string, int, uint or bool)", position: position)
        case .repeated: throw EvaluationError(.invalidArgument, "repeated key: \(key.shown)", position: position)
        }
    }
}

extension EvaluationError {
    static func notOptional(_ value: Value, at position: Int) -> EvaluationError {
        let message = "an entry with '?' needs an optional, not \(value.kind) (write optional.of(x), or leave the '?' out)"
        return EvaluationError(.typeMismatch, message, position: position)
    }
}

/// `cel.bind(x, value, body)`.
struct Binding: Code {
    let slot: Int
    let bound: any Code
    let body: any Code

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        frame.locals[slot] = try bound.value(&frame)
        return try body.value(&frame)
    }
}
