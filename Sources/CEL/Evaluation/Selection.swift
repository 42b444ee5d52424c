/// `operand.field` and `operand.?field` (langdef, "Field Selection").
struct Selection: Code {
    let operand: any Code
    let field: String
    let optional: Bool
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let value = try operand.value(&frame)
        if optional { return .optional(try Self.find(field, in: value, at: position)) }
        if case .map(let map) = value, let found = map[text: field] { return found }
        return try Self.select(field, of: value, at: position)
    }

    static func select(_ field: String, of value: Value, at position: Int) throws(EvaluationError) -> Value {
        if case .optional = value { return .optional(try find(field, in: value, at: position)) }
        if let found = try find(field, in: value, at: position) { return found }
        let hint = Idioms.field(field).map { ", or \($0) for a list or text" } ?? ""
        let message = "no such key: '\(field)' (write has(x.\(field)), or x.?\(field).orValue(default)\(hint))"
        throw EvaluationError(.noSuchKey, message, position: position)
    }

    /// The field's value, nil when a map has none. Of an optional, the field of what it holds.
    static func find(_ field: String, in value: Value, at position: Int) throws(EvaluationError) -> Value? {
        switch value {
        case .map(let map): return map[text: field]
        case .optional(nil): return nil
        case .optional(let inner?): return try find(field, in: inner, at: position)
        default:
            let hint = Idioms.field(field).map { ": \($0)" } ?? ""
            throw EvaluationError(.noSuchField, "\(value.kind) has no field '\(field)'\(hint)", position: position)
        }
    }
}

/// `has(operand.field)`.
struct Presence: Code {
    let operand: any Code
    let field: String
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let value = try operand.value(&frame)
        if case .map(let map) = value { return .bool(map.has(field)) }
        return .bool(try Selection.find(field, in: value, at: position) != nil)
    }
}

/// `operand[index]` and `operand[?index]`.
struct Indexing: Code {
    let operand: any Code
    let index: any Code
    let optional: Bool
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let value = try operand.value(&frame)
        let index = try index.value(&frame)
        if case .optional(let inner) = value {
            return .optional(try inner.flatMap { inner throws(EvaluationError) in try find(index, in: inner) })
        }
        if optional { return .optional(try find(index, in: value)) }
        if let found = try find(index, in: value) { return found }
        throw missing(index, in: value)
    }

    private func find(_ index: Value, in value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .map(let map): return map[index]
        case .list(let list):
            guard let number = Number(index) else {
                throw EvaluationError(.invalidArgument, "the index of a list is an int, not \(index.kind)", position: position)
            }
            guard let at = number.index, at >= 0, at < list.count else { return nil }
            return list[at]
        case .optional(let inner): return try inner.flatMap { inner throws(EvaluationError) in try find(index, in: inner) }
        default: throw .noOverload("_[_]", [value, index], at: position)
        }
    }

    private func missing(_ index: Value, in value: Value) -> EvaluationError {
        let shown = index.shown
        guard case .list(let list) = value else {
            return EvaluationError(.noSuchKey, "no such key: \(shown) (write x[?\(shown)].orValue(default))", position: position)
        }
        let isNegative = Number(index).map { $0.double < 0 } ?? false
        let hint = isNegative ? "count from the start: x[size(x) - 1] is the last" : "write x[?\(shown)].orValue(default)"
        return EvaluationError(.invalidArgument, "index \(shown) is out of range of a list of \(list.count) (\(hint))", position: position)
    }
}

extension Value {
    /// A short form for messages.
    var shown: String {
        switch self {
        case .string(let s): "'\(s.count > 40 ? s.prefix(40) + "..." : s)'"
        case .int(let i): String(i)
        case .uint(let u): String(u)
        case .double(let d): DoubleText.shortest(d)
        case .bool(let b): String(b)
        case .null: "null"
        default: kind
        }
    }
}
