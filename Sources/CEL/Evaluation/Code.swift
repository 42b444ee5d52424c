/// A node of a compiled expression. Names and functions are resolved, constants computed; what is left depends on the data.
protocol Code: Sendable {
    /// Charges for itself, then evaluates.
    func value(_ frame: inout Frame) throws(EvaluationError) -> Value
}

/// The state of one evaluation.
struct Frame {
    let scope: any Scope
    var meter: CostMeter
    /// The variables of macros, each in the slot it was given by the compiler.
    var locals: [Value]
}

/// A value known before evaluation, with what computing it would have cost.
struct Constant: Code {
    let known: Value
    var cost = 1

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge(cost)
        return known
    }
}

/// A variable of a macro.
struct Local: Code {
    let slot: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        return frame.locals[slot]
    }
}

/// A variable of the scope, or a type under its name.
struct Variable: Code {
    let name: String
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        if let value = try frame.scope.value(name) { return value }
        if let type = TypeName.denoted[name] { return .type(type) }
        throw .undeclared(name, at: position)
    }
}

/// A dotted name that may be a variable whose name has dots, a field of a shorter one, or a type (langdef, "Name Resolution").
struct QualifiedName: Code {
    struct Candidate: Sendable {
        let name: String
        /// The fields to select of it.
        let fields: ArraySlice<String>
    }
    /// In the order of preference: longer names first, and of each length those deeper in the container.
    let candidates: [Candidate]
    let path: String
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        for candidate in candidates {
            guard let found = try frame.scope.value(candidate.name) ?? TypeName.denoted[candidate.name].map(Value.type) else { continue }
            var value = found
            try frame.meter.charge(1 + candidate.fields.count)
            for field in candidate.fields { value = try Selection.select(field, of: value, at: position) }
            return value
        }
        throw .undeclared(path, at: position)
    }
}

/// A call nothing answers to, in the profile that finds out only when it is reached.
struct UnknownCall: Code {
    let name: String
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        throw EvaluationError(.noSuchOverload, "there is no function '\(name)'", position: position)
    }
}

extension EvaluationError {
    static func undeclared(_ name: String, at position: Int) -> EvaluationError {
        let hint = Idioms.variable(name).map { ": \($0)" } ?? ""
        return EvaluationError(.undeclared, "there is no variable '\(name)'\(hint)", position: position)
    }
}
