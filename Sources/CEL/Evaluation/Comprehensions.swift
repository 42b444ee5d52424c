/// What a macro goes through: the elements of a list or the keys of a map, with their positions or values for a second variable.
struct Items {
    private enum Source {
        case list(Value.List)
        case map(Value.Map)
    }
    private let source: Source
    let count: Int
    private let first: Int
    private let second: Int?

    init(_ value: Value, first: Int, second: Int?, at position: Int) throws(EvaluationError) {
        switch value {
        case .list(let list): (source, count) = (.list(list), list.count)
        case .map(let map): (source, count) = (.map(map), map.count)
        default:
            throw EvaluationError(.noSuchOverload, "a macro goes through a list or a map, not \(value.kind)", position: position)
        }
        self.first = first
        self.second = second
    }

    /// Puts the item at `position` into the macro's variables.
    @inline(__always)
    func bind(_ position: Int, in frame: inout Frame) {
        switch (source, second) {
        case (.list(let list), nil): frame.locals[first] = list[position]
        case (.list(let list), let second?):
            frame.locals[first] = .int(Int64(position))
            frame.locals[second] = list[position]
        case (.map(let map), nil): frame.locals[first] = map.key(at: position)
        case (.map(let map), let second?):
            frame.locals[first] = map.key(at: position)
            frame.locals[second] = map.value(at: position)
        }
    }
}

/// The parts every macro has.
struct Traversal: Sendable {
    let range: any Code
    let first: Int
    let second: Int?
    let filter: (any Code)?
    let body: any Code
    let position: Int

    func items(_ frame: inout Frame) throws(EvaluationError) -> Items {
        try frame.meter.charge()
        return try Items(try range.value(&frame), first: first, second: second, at: position)
    }

    func bool(_ code: any Code, _ frame: inout Frame) throws(EvaluationError) -> Bool {
        let value = try code.value(&frame)
        guard case .bool(let b) = value else { throw .notBool(value, "the condition of a macro", at: position) }
        return b
    }

    func admits(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        guard let filter else { return true }
        return try bool(filter, &frame)
    }
}

/// `all` and `exists`: `&&` and `||` over the elements, errors absorbed as there.
struct Quantifier: Code {
    let traversal: Traversal
    let deciding: Bool

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let items = try traversal.items(&frame)
        var failure: EvaluationError?
        for position in 0..<items.count {
            items.bind(position, in: &frame)
            do throws(EvaluationError) {
                if try traversal.bool(traversal.body, &frame) == deciding { return .bool(deciding) }
            } catch {
                if error.kind == .costExceeded { throw error }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return .bool(!deciding)
    }
}

/// `exists_one`: exactly one; any error is one.
struct Uniqueness: Code {
    let traversal: Traversal

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let items = try traversal.items(&frame)
        var found = 0
        for position in 0..<items.count {
            items.bind(position, in: &frame)
            if try traversal.bool(traversal.body, &frame) { found += 1 }
        }
        return .bool(found == 1)
    }
}

/// `map`, `filter` and `transformList`.
struct Projection: Code {
    let traversal: Traversal

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let items = try traversal.items(&frame)
        var values: [Value] = []
        for position in 0..<items.count {
            items.bind(position, in: &frame)
            guard try traversal.admits(&frame) else { continue }
            values.append(try traversal.body.value(&frame))
            try frame.meter.charge()
        }
        return .list(Value.List(values))
    }
}

/// `transformMap`.
struct MapProjection: Code {
    let traversal: Traversal

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let items = try traversal.items(&frame)
        var map = Value.Map.Entries()
        for position in 0..<items.count {
            items.bind(position, in: &frame)
            let key = frame.locals[traversal.first]
            guard try traversal.admits(&frame) else { continue }
            try map.add(key, try traversal.body.value(&frame), at: traversal.position)
            try frame.meter.charge()
        }
        return .map(Value.Map(map))
    }
}

/// `sortBy`: the elements in the order of their keys, equal keys in the order they came.
struct Sorting: Code {
    let traversal: Traversal

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let items = try traversal.items(&frame)
        var keyed: [(key: Value, value: Value)] = []
        for position in 0..<items.count {
            items.bind(position, in: &frame)
            let element = frame.locals[traversal.first]
            keyed.append((try traversal.body.value(&frame), element))
        }
        try frame.meter.charge(keyed.count * (Int.bitWidth - keyed.count.leadingZeroBitCount))
        let order = try Lists.sortedPositions(keyed.map(\.key), at: traversal.position)
        return .list(Value.List(order.map { keyed[$0].value }))
    }
}
