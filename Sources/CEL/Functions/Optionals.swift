/// Values that may be missing. `or` and `orValue` do not evaluate their argument when they do not need it: see `Fallback`.
enum Optionals {
    static let functions: [Function] = [
        Function("optional.of", "(A) -> optional(A)", constant: true, body: .one { .optional($0) }),
        Function("optional.ofNonZeroValue", "(A) -> optional(A)", constant: true, body: .one { .optional($0.isZero ? nil : $0) }),
        Function("optional.none", "() -> optional(A)", constant: true, body: .none { .optional(nil) }),
        Function("hasValue", "optional(A).() -> bool", constant: true, body: .one { optional($0) { .bool($0 != nil) } }),
        Function(
            "value", "optional(A).() -> A", constant: true,
            body: .one { value throws(EvaluationError) in
                guard case .optional(let inner) = value else { return nil }
                guard let inner else { throw EvaluationError(.invalidArgument, "value() of an optional that is none (write .orValue(default))") }
                return inner
            }),
        Function("or", "optional(A).(optional(A)) -> optional(A)", constant: true, body: .two { a, b in Fallback.Form.or.choose(a, b) }),
        Function("orValue", "optional(A).(A) -> A", constant: true, body: .two { a, b in Fallback.Form.orValue.choose(a, b) }),
        Function("optional.unwrap", "(list(optional(A))) -> list(A)", body: .one(unwrap)),
        Function("unwrapOpt", "list(optional(A)).() -> list(A)", body: .one(unwrap)),
    ]

    private static func optional(_ value: Value, _ result: (Value?) -> Value) -> Value? {
        guard case .optional(let inner) = value else { return nil }
        return result(inner)
    }

    /// The values of the optionals that have one.
    private static func unwrap(_ value: Value) -> Value? {
        guard case .list(let list) = value else { return nil }
        var values: [Value] = []
        for element in list.values {
            guard case .optional(let inner) = element else { return nil }
            if let inner { values.append(inner) }
        }
        return .list(Value.List(values))
    }
}

/// `a.or(b)` and `a.orValue(b)`: `b` is evaluated only when `a` is none.
struct Fallback: Code {
    enum Form: String {
        case or, orValue

        /// Nil when there is no overload for the two.
        func choose(_ value: Value, _ fallback: Value) -> Value? {
            guard case .optional(let inner) = value else { return nil }
            switch self {
            case .orValue: return inner ?? fallback
            case .or:
                if inner != nil { return value }
                if case .optional = fallback { return fallback }
                return nil
            }
        }
    }

    let form: Form
    let operand: any Code
    let fallback: any Code
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let value = try operand.value(&frame)
        if case .optional(let inner?) = value { return form == .or ? value : inner }
        let other = try fallback.value(&frame)
        if let chosen = form.choose(value, other) { return chosen }
        throw .noOverload(form.rawValue, [value, other], at: position)
    }
}

/// `a.optMap(x, body)` and `a.optFlatMap(x, body)`: the body for the value an optional holds, none when it holds none.
struct OptionalMap: Code {
    let operand: any Code
    let slot: Int
    let body: any Code
    let isFlat: Bool
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let value = try operand.value(&frame)
        guard case .optional(let inner) = value else { throw .noOverload(isFlat ? "optFlatMap" : "optMap", [value], at: position) }
        guard let inner else { return value }
        frame.locals[slot] = inner
        let result = try body.value(&frame)
        guard isFlat else { return .optional(result) }
        guard case .optional = result else {
            throw EvaluationError(.typeMismatch, "the body of optFlatMap is an optional, not \(result.kind): use optMap", position: position)
        }
        return result
    }
}
