/// `== !=`.
struct Equality: Code {
    let left: any Code
    let right: any Code
    let negated: Bool

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let a = try left.value(&frame)
        let b = try right.value(&frame)
        switch a {
        case .list, .map, .optional: try frame.meter.charge(reading: a)
        case .string(let s): try frame.meter.charge(text: s.utf8.count)
        default: break
        }
        return .bool(a.equals(b) != negated)
    }
}

/// `< <= > >=`.
struct Comparison: Code {
    let left: any Code
    let right: any Code
    let name: String
    let accepts: @Sendable (Int) -> Bool
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let a = try left.value(&frame)
        let b = try right.value(&frame)
        if case .string(let s) = a { try frame.meter.charge(text: s.utf8.count) }
        switch a.order(b) {
        case .ordered(let order): return .bool(accepts(order))
        case .unordered: return .bool(false)
        case .incomparable: throw .noOverload(name, [a, b], at: position)
        }
    }
}

/// `needle in haystack`.
struct Membership: Code {
    let needle: any Code
    let haystack: any Code
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let value = try needle.value(&frame)
        let container = try haystack.value(&frame)
        switch container {
        case .map(let map): return .bool(map[value] != nil)
        case .list(let list):
            try frame.meter.charge(list.count)
            switch value {
            case .list, .map, .optional: try frame.meter.charge(reading: container)
            default: break
            }
            for at in 0..<list.count where list[at].equals(value) { return .bool(true) }
            return .bool(false)
        case .string: throw EvaluationError(.noSuchOverload, "no such overload: 'in' for text (write text.contains('part'))", position: position)
        default: throw .noOverload("@in", [value, container], at: position)
        }
    }
}

/// `+ - * / %`.
struct Arithmetic: Code {
    let left: any Code
    let right: any Code
    let operation: Operator
    let promotes: Bool
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let a = try left.value(&frame)
        let b = try right.value(&frame)
        if case .add = operation {
            switch (a, b) {
            case (.string(let x), .string(let y)): try frame.meter.charge(text: x.utf8.count + y.utf8.count)
            case (.bytes(let x), .bytes(let y)): try frame.meter.charge(text: x.count + y.count)
            case (.list(let x), .list(let y)): try frame.meter.charge(x.count + y.count)
            default: break
            }
        }
        do throws(EvaluationError) {
            if let result = try operation.apply(a, b, promoting: promotes) { return result }
        } catch {
            throw error.at(position)
        }
        throw .noOverload(operation.rawValue, [a, b], at: position)
    }
}

/// `-x` and `!x`.
struct Prefix: Code {
    let operand: any Code
    let name: String
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        switch (name, try operand.value(&frame)) {
        case ("!_", .bool(let b)): return .bool(!b)
        case ("!_", let value): throw .notBool(value, "the operand of '!'", at: position)
        case (_, .double(let d)): return .double(-d)
        case (_, .int(let i)):
            guard i != Int64.min else { throw EvaluationError(.overflow, "int overflow: -(\(i))", position: position) }
            return .int(-i)
        case (_, let value): throw .noOverload(name, [value], at: position)
        }
    }
}
