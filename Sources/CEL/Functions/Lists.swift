/// The list extension. `first` and `last` give optionals.
enum Lists {
    static let functions: [Function] = [
        Function("first", "list(A).() -> optional(A)", constant: true, body: .one { edge($0) { _ in 0 } }),
        Function("last", "list(A).() -> optional(A)", constant: true, body: .one { edge($0) { $0.count - 1 } }),
        Function(
            "sum", "list(int).() -> int", "list(uint).() -> uint", "list(double).() -> double", "list(duration).() -> duration",
            body: .one(sum)),
        Function(
            "sort", "list(int).() -> list(int)", "list(uint).() -> list(uint)", "list(double).() -> list(double)", "list(bool).() -> list(bool)",
            "list(string).() -> list(string)", "list(bytes).() -> list(bytes)", "list(timestamp).() -> list(timestamp)",
            "list(duration).() -> list(duration)", body: .one(sort)),
        Function("reverse", "list(A).() -> list(A)", "string.() -> string", body: .one(reverse)),
        Function("distinct", "list(A).() -> list(A)", body: .one { list($0, distinct) }),
        Function(
            "flatten", "list(list(A)).() -> list(A)", "list(dyn).() -> list(dyn)",
            body: .one { value throws(EvaluationError) in try flatten(value, .int(1)) }),
        Function("flatten", "list(dyn).(int) -> list(dyn)", body: .two(flatten)),
        Function("slice", "list(A).(int, int) -> list(A)", body: .three(slice)),
        Function("lists.range", "(int) -> list(int)", body: .one(range)),
    ]

    private static func list(_ value: Value, _ change: (Value.List) -> [Value]) -> Value? {
        guard case .list(let list) = value else { return nil }
        return .list(Value.List(change(list)))
    }

    /// Of a text, its code points in reverse.
    private static func reverse(_ value: Value) -> Value? {
        if case .string(let text) = value { return .string(Text.string(text.unicodeScalars.reversed())) }
        return list(value) { $0.values.reversed() }
    }

    private static func edge(_ value: Value, _ position: (Value.List) -> Int) -> Value? {
        guard case .list(let list) = value else { return nil }
        return .optional(list.count == 0 ? nil : list[position(list)])
    }

    /// 0 for an empty list.
    private static func sum(_ value: Value) throws(EvaluationError) -> Value? {
        guard case .list(let list) = value else { return nil }
        guard list.count > 0 else { return .int(0) }
        var total = list[0]
        switch total {
        case .int, .uint, .double, .duration: break
        default: return nil
        }
        for at in 1..<list.count {
            guard let next = try Operator.add.apply(total, list[at], promoting: true) else { return nil }
            total = next
        }
        return total
    }

    private static func sort(_ value: Value) throws(EvaluationError) -> Value? {
        guard case .list(let list) = value else { return nil }
        let values = list.values
        return .list(Value.List(try sortedPositions(values, at: nil).map { values[$0] }))
    }

    /// Positions in the order of the keys there, equal keys in the order they came.
    static func sortedPositions(_ keys: [Value], at position: Int?) throws(EvaluationError) -> [Int] {
        guard let first = keys.first else { return [] }
        for key in keys {
            if case .incomparable = first.order(key) {
                let message = "sort takes values of one type that has an order, not \(first.kind) and \(key.kind)"
                throw EvaluationError(.noSuchOverload, message, position: position)
            }
        }
        func isBefore(_ a: Int, _ b: Int) -> Bool {
            switch keys[a].order(keys[b]) {
            case .ordered(let order): order < 0 || (order == 0 && a < b)
            // NaN goes to the end.
            case .unordered: Number(keys[b])?.double.isNaN == true && (Number(keys[a])?.double.isNaN != true || a < b)
            case .incomparable: a < b
            }
        }
        return keys.indices.sorted(by: isBefore)
    }

    private static func distinct(_ list: Value.List) -> [Value] {
        var seen: Set<Value.Element> = []
        return list.values.filter { seen.insert(Value.Element(value: $0)).inserted }
    }

    private static func flatten(_ value: Value, _ depth: Value) throws(EvaluationError) -> Value? {
        guard case (.list(let list), .int(let depth)) = (value, depth) else { return nil }
        guard depth >= 0 else { throw EvaluationError(.invalidArgument, "flatten: the depth is negative") }
        var flat: [Value] = []
        try flatten(list, Int(clamping: depth), into: &flat)
        return .list(Value.List(flat))
    }

    private static func flatten(_ list: Value.List, _ depth: Int, into flat: inout [Value]) throws(EvaluationError) {
        for at in 0..<list.count {
            if depth > 0, case .list(let inner) = list[at] {
                try flatten(inner, depth - 1, into: &flat)
            } else {
                flat.append(list[at])
                try Size.check(elements: flat.count)
            }
        }
    }

    private static func slice(_ value: Value, _ start: Value, _ end: Value) throws(EvaluationError) -> Value? {
        guard case (.list(let list), .int(let start), .int(let end)) = (value, start, end) else { return nil }
        guard start >= 0, start <= end, end <= list.count else {
            throw EvaluationError(.invalidArgument, "slice(\(start), \(end)) is out of range of a list of \(list.count)")
        }
        return .list(Value.List((Int(start)..<Int(end)).map { list[$0] }))
    }

    private static func range(_ count: Value) throws(EvaluationError) -> Value? {
        guard case .int(let count) = count else { return nil }
        try Size.check(elements: Int(clamping: count))
        return .list(Value.List((0..<max(0, count)).map(Value.int)))
    }
}
