/// `&&` and `||`: an operand that decides the result wins over errors of the others, on either side (langdef, "Logical Operators").
struct Junction: Code {
    let terms: [any Code]
    /// The value of an operand that decides: false for `&&`, true for `||`.
    let deciding: Bool
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        var failure: EvaluationError?
        for term in terms {
            do throws(EvaluationError) {
                let value = try term.value(&frame)
                if case .bool(let b) = value {
                    if b == deciding { return .bool(deciding) }
                } else {
                    failure = failure ?? .notBool(value, "an operand of '\(deciding ? "||" : "&&")'", at: position)
                }
            } catch {
                if error.kind == .costExceeded { throw error }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return .bool(!deciding)
    }
}

/// `condition ? then : otherwise`: only one of the two is evaluated.
struct Conditional: Code {
    let condition: any Code
    let then: any Code
    let otherwise: any Code
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let value = try condition.value(&frame)
        guard case .bool(let isTrue) = value else { throw .notBool(value, "the condition of '? :'", at: position) }
        return isTrue ? try then.value(&frame) : try otherwise.value(&frame)
    }
}

extension EvaluationError {
    static func notBool(_ value: Value, _ what: String, at position: Int) -> EvaluationError {
        let hint =
            switch value {
            case .double, .int, .uint: "compare it: x != 0"
            case .string, .list, .map: "compare it: size(x) > 0"
            case .null: "compare it: x != null"
            case .optional: "write x.hasValue(), or x.orValue(false)"
            default: "compare it"
            }
        return EvaluationError(.noSuchOverload, "\(what) is \(value.kind), not bool (\(hint))", position: position)
    }

    static func noOverload(_ function: Function, _ values: [Value], at position: Int?) -> EvaluationError {
        let needsInt = function.signatures.contains { signature in
            zip(signature.parameters, values).contains { $0 == .int && $1.typeName.name == "double" }
        }
        let error = noOverload(function.name, values, at: position)
        return needsInt ? EvaluationError(error.kind, error.message + " (where an int is needed write int(x))", position: position) : error
    }

    /// No function or operator of the name takes these values.
    static func noOverload(_ name: String, _ values: [Value], at position: Int?) -> EvaluationError {
        let shown = name.replacing("_", with: "").replacing("@", with: "")
        let kinds = values.map(\.kind)
        var hint = ""
        switch name {
        case "_+_" where kinds.contains("string") && kinds.count == 2: hint = " (write string(x) around the other one)"
        case "_%_" where kinds.contains("double"): hint = " (write int(x) % int(y))"
        default:
            if kinds.contains("optional") {
                hint = " (end the optional with .orValue(default))"
            } else if kinds.contains("null") {
                hint = " (check x != null first)"
            }
        }
        let operatorName = name.contains("_") || name.contains("@") ? shown : name
        let message = "no such overload: '\(operatorName)' for (\(kinds.joined(separator: ", ")))\(hint)"
        return EvaluationError(.noSuchOverload, message, position: position)
    }
}
