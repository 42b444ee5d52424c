/// Functions and operators: which overloads take the arguments, and what they give.
extension Checker {
    mutating func call(_ name: String, _ receiver: Node?, _ arguments: [Node], at position: Int) -> CELType {
        if let path = receiver?.path, local(String(path.prefix { $0 != "." })) == nil {
            for qualified in path.hasPrefix(".") ? [path.dropFirst() + "." + name] : profile.qualified(path + "." + name) {
                let signatures = signatures(qualified, isMethod: false)
                if !signatures.isEmpty { return resolve(qualified, signatures, arguments, at: position) }
            }
        }
        if let receiver { return resolve(name, signatures(name, isMethod: true), [receiver] + arguments, at: position) }
        for qualified in profile.qualified(name) {
            let signatures = signatures(qualified, isMethod: false)
            if !signatures.isEmpty { return resolve(qualified, signatures, arguments, at: position) }
        }
        return resolve(name, [], arguments, at: position)
    }

    private func signatures(_ name: String, isMethod: Bool) -> [Signature] {
        if let signatures = OperatorSignatures.all[name] {
            return signatures + (profile.promotesNumbers ? OperatorSignatures.mixed[name] ?? [] : [])
        }
        return library.functions(name, isMethod: isMethod).flatMap(\.signatures)
            + (declarations.functions[name] ?? []).filter { $0.isMethod == isMethod }
    }

    private mutating func resolve(_ name: String, _ signatures: [Signature], _ arguments: [Node], at position: Int) -> CELType {
        // Asking once more whether a value is null is no mistake.
        let asksForNull = (name == "_==_" || name == "_!=_") && arguments.contains(where: \.isNull)
        let types = arguments.map { asksForNull ? declaredType($0) : check($0) }
        guard !signatures.isEmpty else {
            let hint = Idioms.function(name) ?? Idioms.function("." + name)
            return report(.unknownFunction, "there is no function '\(name)'", hint: hint, at: position)
        }
        if name == "math.greatest" || name == "math.least" { return extreme(name, types, at: position) }
        if name == "_/_", profile.promotesNumbers, types == [.int, .int] {
            _ = report(.integerDivision, "'/' on two ints drops the remainder", hint: "write double(a) / double(b)", at: position)
        }
        var result: CELType?
        var fitting: [Signature] = []
        for signature in signatures {
            let (parameters, given) = substitution.instance(of: signature)
            guard substitution.fits(types, parameters) else { continue }
            fitting.append(signature)
            let type = substitution.resolved(given)
            result = result.map { $0 == type ? type : .dyn } ?? type
        }
        refuseNull(types, arguments, fitting, of: name)
        return result ?? mismatch(name, signatures, types, at: position)
    }

    /// Arguments that may be null, for parameters that take none.
    private mutating func refuseNull(_ types: [CELType], _ arguments: [Node], _ signatures: [Signature], of name: String) {
        guard !signatures.isEmpty, name != "_==_", name != "_!=_" else { return }
        for (at, argument) in arguments.enumerated() where !(name == "@in" && at == 0) {
            let takesNull = signatures.contains { at < $0.parameters.count && $0.parameters[at].takesNull }
            if !takesNull { _ = notNull(types[at], argument, "'\(Self.symbol(name))' does not take null") }
        }
    }

    private static func symbol(_ name: String) -> String {
        name.contains("_") && !name.contains("json") ? name.filter { $0 != "_" } : name == "@in" ? "in" : name
    }

    private mutating func mismatch(_ name: String, _ signatures: [Signature], _ types: [CELType], at position: Int) -> CELType {
        let shown = types.map { substitution.resolved($0, final: true).description }.joined(separator: ", ")
        let hint: String?
        switch name {
        case "_+_" where types.contains(.string): hint = "write string(x) around the other one"
        case "_%_" where types.contains(.double): hint = "write int(x) % int(y)"
        case "_==_", "_!=_": hint = types.contains(.null) ? "the value is never null; for a missing field write !has(a.b)" : "convert one of them"
        default:
            let written = signatures.filter { $0.parameters.count == types.count }.prefix(3).map { $0.described(name) }
            hint = written.isEmpty || name.contains("_") || name.contains("@") ? nil : "write " + written.joined(separator: " or ")
        }
        return report(.mismatch, "'\(Self.symbol(name))' does not take (\(shown))", hint: hint, at: position)
    }

    /// `math.greatest` and `math.least` take any number of numbers, or one list of them.
    private mutating func extreme(_ name: String, _ types: [CELType], at position: Int) -> CELType {
        var numbers = types
        if types.count == 1, case .list(let element) = types[0] { numbers = [element] }
        for type in numbers where !type.isNumber {
            switch type {
            case .dyn, .unknown, .parameter: return .dyn
            default: return report(.mismatch, "'\(name)' takes numbers, not \(type)", at: position)
            }
        }
        guard let first = numbers.first else { return report(.mismatch, "'\(name)' takes at least one number", at: position) }
        return numbers.allSatisfy { $0 == first } ? first : .dyn
    }
}

extension CELType {
    /// A parameter of the type takes null when the function runs.
    fileprivate var takesNull: Bool {
        switch self {
        case .dyn, .null, .nullable, .parameter: true
        default: false
        }
    }
}
