/// The arithmetic of `+ - * / %` on values (langdef, "Standard Definitions").
enum Operator: String {
    case add = "_+_", subtract = "_-_", multiply = "_*_", divide = "_/_", remainder = "_%_"

    /// Nil when the operator has no overload for the two types. With `promoting`, an int meets a double as a double.
    func apply(_ a: Value, _ b: Value, promoting: Bool) throws(EvaluationError) -> Value? {
        switch (a, b) {
        case (.double(let x), .double(let y)): return doubles(x, y)
        case (.int(let x), .int(let y)): return .int(try integers(x, y))
        case (.uint(let x), .uint(let y)): return .uint(try integers(x, y))
        case (.int(let x), .double(let y)) where promoting: return doubles(Double(x), y)
        case (.double(let x), .int(let y)) where promoting: return doubles(x, Double(y))
        default:
            switch self {
            case .add: return try sum(a, b)
            case .subtract: return try difference(a, b)
            default: return nil
            }
        }
    }

    private func doubles(_ a: Double, _ b: Double) -> Value? {
        switch self {
        case .add: .double(a + b)
        case .subtract: .double(a - b)
        case .multiply: .double(a * b)
        case .divide: .double(a / b)
        case .remainder: nil
        }
    }

    private func integers<I: FixedWidthInteger>(_ a: I, _ b: I) throws(EvaluationError) -> I {
        let (result, overflow): (I, Bool)
        switch self {
        case .add: (result, overflow) = a.addingReportingOverflow(b)
        case .subtract: (result, overflow) = a.subtractingReportingOverflow(b)
        case .multiply: (result, overflow) = a.multipliedReportingOverflow(by: b)
        case .divide:
            if b == 0 { throw EvaluationError(.divideByZero, "divide by zero") }
            (result, overflow) = a.dividedReportingOverflow(by: b)
        case .remainder:
            if b == 0 { throw EvaluationError(.divideByZero, "modulus by zero") }
            (result, overflow) = a.remainderReportingOverflow(dividingBy: b)
        }
        if overflow { throw EvaluationError(.overflow, "\(I.isSigned ? "int" : "uint") overflow: the result does not fit 64 bits") }
        return result
    }

    private func sum(_ a: Value, _ b: Value) throws(EvaluationError) -> Value? {
        switch (a, b) {
        case (.string(let x), .string(let y)): return .string(try Size.checked(x.utf8.count + y.utf8.count, x + y))
        case (.bytes(let x), .bytes(let y)): return .bytes(try Size.checked(x.count + y.count, x + y))
        case (.list(let x), .list(let y)):
            if y.count == 0 { return a }
            if x.count == 0 { return b }
            return .list(Value.List(try Size.checked(elements: x.count + y.count, x.values + y.values)))
        case (.timestamp(let t), .duration(let d)), (.duration(let d), .timestamp(let t)): return .timestamp(try moved(t, by: d))
        case (.duration(let x), .duration(let y)): return .duration(try checked(x + y))
        default: return nil
        }
    }

    private func difference(_ a: Value, _ b: Value) throws(EvaluationError) -> Value? {
        switch (a, b) {
        case (.timestamp(let x), .timestamp(let y)):
            guard let span = x.since(y) else { throw EvaluationError(.overflow, "duration out of range: the timestamps are over 292 years apart") }
            return .duration(span)
        case (.timestamp(let t), .duration(let d)): return .timestamp(try moved(t, by: .zero - d))
        case (.duration(let x), .duration(let y)): return .duration(try checked(x - y))
        default: return nil
        }
    }

    private func moved(_ timestamp: Timestamp, by duration: Duration) throws(EvaluationError) -> Timestamp {
        guard let moved = timestamp.adding(duration) else { throw EvaluationError(.overflow, "timestamp out of range: years 1 to 9999") }
        return moved
    }

    private func checked(_ duration: Duration) throws(EvaluationError) -> Duration {
        guard duration.nanoseconds != nil else { throw EvaluationError(.overflow, "duration out of range: at most 292 years") }
        return duration
    }
}

/// The largest text or list an expression may build on its way, whatever its budget.
enum Size {
    static let bytes = 4 << 20
    static let elements = 100_000

    static func check(bytes count: Int) throws(EvaluationError) {
        if count > bytes { throw EvaluationError(.costExceeded, "a text of \(count) bytes is too large: at most \(bytes)") }
    }

    static func check(elements count: Int) throws(EvaluationError) {
        if count > elements { throw EvaluationError(.costExceeded, "a list of \(count) elements is too large: at most \(elements)") }
    }

    static func checked<T>(_ count: Int, _ result: @autoclosure () -> T) throws(EvaluationError) -> T {
        try check(bytes: count)
        return result()
    }

    static func checked<T>(elements count: Int, _ result: @autoclosure () -> T) throws(EvaluationError) -> T {
        try check(elements: count)
        return result()
    }
}
