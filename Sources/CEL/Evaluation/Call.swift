/// A call of a function that was found when compiling; which overload it is depends on the values.
struct Call: Code {
    let function: Function
    let arguments: [any Code]
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        switch function.body {
        case .none(let body): return try result(&frame, [], try run { () throws(EvaluationError) in try body() })
        case .one(let body):
            let a = try argument(0, &frame)
            return try result(&frame, [a], try run { () throws(EvaluationError) in try body(a) })
        case .two(let body):
            let a = try argument(0, &frame)
            let b = try argument(1, &frame)
            return try result(&frame, [a, b], try run { () throws(EvaluationError) in try body(a, b) })
        case .three(let body):
            let a = try argument(0, &frame)
            let b = try argument(1, &frame)
            let c = try argument(2, &frame)
            return try result(&frame, [a, b, c], try run { () throws(EvaluationError) in try body(a, b, c) })
        case .any(let body):
            var values: [Value] = []
            for at in arguments.indices { values.append(try argument(at, &frame)) }
            return try result(&frame, values, try run { () throws(EvaluationError) in try body(values) })
        }
    }

    private func argument(_ at: Int, _ frame: inout Frame) throws(EvaluationError) -> Value {
        let value = try arguments[at].value(&frame)
        if function.isProportional { try frame.meter.charge(reading: value) }
        return value
    }

    @inline(__always)
    private func run(_ body: () throws(EvaluationError) -> Value?) throws(EvaluationError) -> Value? {
        do throws(EvaluationError) {
            return try body()
        } catch {
            throw error.at(position)
        }
    }

    private func result(_ frame: inout Frame, _ values: @autoclosure () -> [Value], _ value: Value?) throws(EvaluationError) -> Value {
        guard let value else { throw .noOverload(function, values(), at: position) }
        if function.isProportional { try frame.meter.charge(built: value) }
        return value
    }
}
