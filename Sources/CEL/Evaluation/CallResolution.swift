import Pattern

/// How operators and functions are found.
extension Compiler {
    mutating func call(_ name: String, _ receiver: Node?, _ arguments: [Node], at position: Int) throws(Fault) -> any Code {
        if let operation = try self.operator(name, arguments, at: position) { return operation }
        guard let receiver else {
            for qualified in profile.qualified(name) {
                if let function = library.function(qualified, isMethod: false, arity: arguments.count) {
                    return try call(function, arguments, at: position)
                }
            }
            return try unknown(name, receiver: nil, arguments, at: position)
        }
        if let path = receiver.path, let function = namespaced(path, name, arguments.count) {
            return try call(function, arguments, at: position)
        }
        if let function = library.function(name, isMethod: true, arity: arguments.count + 1) {
            if let form = Fallback.Form(rawValue: name) {
                return Fallback(form: form, operand: try compile(receiver), fallback: try compile(arguments[0]), position: position)
            }
            return try call(function, [receiver] + arguments, at: position)
        }
        return try unknown(name, receiver: receiver, arguments, at: position)
    }

    /// `math.greatest(...)`: a function with a namespace looks like a method of a variable.
    private func namespaced(_ path: String, _ name: String, _ arity: Int) -> Function? {
        if path.hasPrefix(".") { return library.function(path.dropFirst() + "." + name, isMethod: false, arity: arity) }
        guard slot(of: String(path.prefix { $0 != "." })) == nil else { return nil }
        for qualified in profile.qualified(path + "." + name) {
            if let function = library.function(qualified, isMethod: false, arity: arity) { return function }
        }
        return nil
    }

    private mutating func call(_ function: Function, _ arguments: [Node], at position: Int) throws(Fault) -> any Code {
        // A bad pattern fails when it is reached, like any other wrong argument.
        if function.name == "matches", arguments.count == 2 {
            var compiled: Pattern?
            if case .literal(.string(let source)) = arguments[1].kind { compiled = try? Pattern(source) }
            return Match(text: try compile(arguments[0]), pattern: try compile(arguments[1]), compiled: compiled, position: position)
        }
        return Call(function: function, arguments: try compile(all: arguments), position: position)
    }

    private mutating func `operator`(_ name: String, _ arguments: [Node], at position: Int) throws(Fault) -> (any Code)? {
        switch name {
        case "!_", "-_": return Prefix(operand: try compile(arguments[0]), name: name, position: position)
        case "_==_", "_!=_": return Equality(left: try compile(arguments[0]), right: try compile(arguments[1]), negated: name == "_!=_")
        case "@in": return Membership(needle: try compile(arguments[0]), haystack: try compile(arguments[1]), position: position)
        case "_<_": return try comparison(name, arguments, at: position) { $0 < 0 }
        case "_<=_": return try comparison(name, arguments, at: position) { $0 <= 0 }
        case "_>_": return try comparison(name, arguments, at: position) { $0 > 0 }
        case "_>=_": return try comparison(name, arguments, at: position) { $0 >= 0 }
        default:
            guard let operation = Operator(rawValue: name) else { return nil }
            return Arithmetic(
                left: try compile(arguments[0]), right: try compile(arguments[1]), operation: operation, promotes: profile.promotesNumbers,
                position: position)
        }
    }

    private mutating func comparison(
        _ name: String, _ arguments: [Node], at position: Int, _ accepts: @escaping @Sendable (Int) -> Bool
    ) throws(Fault) -> any Code {
        Comparison(left: try compile(arguments[0]), right: try compile(arguments[1]), name: name, accepts: accepts, position: position)
    }

    /// A call nothing answers to: refused with a repair, or left to fail when it is reached.
    private func unknown(_ name: String, receiver: Node?, _ arguments: [Node], at position: Int) throws(Fault) -> any Code {
        guard profile.isStrict else { return UnknownCall(name: name, position: position) }
        let path = receiver?.path
        let isMethod = receiver != nil
        let full = path.map { $0 + "." + name } ?? name
        if !library.functions(full, isMethod: false).isEmpty && path != nil { throw wrongCount(full, isMethod: false, arguments.count, at: position) }
        if !library.functions(name, isMethod: isMethod).isEmpty { throw wrongCount(name, isMethod: isMethod, arguments.count, at: position) }
        if let form = Macros.form(of: name, isMethod: isMethod) {
            throw Fault("'\(name)' takes other arguments", hint: "write \(form)", at: position)
        }
        throw Fault("there is no function '\(isMethod ? "." : "")\(name)'", hint: hint(name, full, isMethod: isMethod), at: position)
    }

    private func wrongCount(_ name: String, isMethod: Bool, _ count: Int, at position: Int) -> Fault {
        let signatures = library.functions(name, isMethod: isMethod).flatMap(\.signatures)
        let shown = signatures.prefix(3).map { $0.described(name) }.joined(separator: " or ")
        return Fault("'\(name)' does not take \(count) argument\(count == 1 ? "" : "s")", hint: "write \(shown)", at: position)
    }

    private func hint(_ name: String, _ full: String, isMethod: Bool) -> String? {
        if let hint = (isMethod ? Idioms.function(full) ?? Idioms.function("." + name) : Idioms.function(name)) { return hint }
        let other = library.functions(name, isMethod: !isMethod).flatMap(\.signatures).first
        if let other { return "write \(other.described(name))" }
        let functions = library.names(methods: false) + ["has", "cel.bind"]
        let isNamespaced = isMethod && functions.contains { $0.hasPrefix(full.prefix { $0 != "." } + ".") }
        if isMethod, !isNamespaced {
            return Spelling.nearest(to: name, among: library.names(methods: true) + Macros.methods).map { "did you mean .\($0)?" }
        }
        return Spelling.nearest(to: full, among: functions).map { "did you mean \($0)?" }
    }
}

extension Signature {
    /// As it is called: `text.charAt(int)`, `size(list(A))`.
    func described(_ name: String) -> String {
        let parameters = (isMethod ? parameters.dropFirst() : parameters[...]).map(\.description).joined(separator: ", ")
        return isMethod ? "\(self.parameters[0]).\(name)(\(parameters))" : "\(name)(\(parameters))"
    }
}
