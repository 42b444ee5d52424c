import Pattern

/// What operators and functions cost, and how large what they give can get.
extension CostEstimator {
    mutating func call(_ name: String, _ receiver: Node?, _ arguments: [Node], at position: Int) -> Estimate {
        if let operation = self.operator(name, arguments) { return operation }
        if let receiver {
            if let path = receiver.path, local(String(path.prefix { $0 != "." })) == nil {
                let qualified = (path.hasPrefix(".") ? String(path.dropFirst()) : path) + "." + name
                if let function = library.function(qualified, isMethod: false, arity: arguments.count) { return call(function, arguments) }
            }
            guard let function = library.function(name, isMethod: true, arity: arguments.count + 1) else { return unknown([receiver] + arguments) }
            return call(function, [receiver] + arguments)
        }
        guard let function = library.function(name, isMethod: false, arity: arguments.count) else { return unknown(arguments) }
        return call(function, arguments)
    }

    private mutating func unknown(_ arguments: [Node]) -> Estimate {
        isIncomplete()
        return (arguments.reduce(1) { $0 + estimate($1).cost }, .unknown)
    }

    private mutating func isIncomplete() { _ = charge(nil) }

    // MARK: operators

    private mutating func `operator`(_ name: String, _ arguments: [Node]) -> Estimate? {
        switch name {
        case "!_", "-_": return (1 + estimate(arguments[0]).cost, .scalar)
        case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_-_", "_*_", "_/_", "_%_":
            let (a, b) = (estimate(arguments[0]), estimate(arguments[1]))
            let isComparison = name.contains("=") || name.contains("<") || name.contains(">")
            return (1 + a.cost + b.cost + (isComparison ? charge(reading: a.extent) : 0), .scalar)
        case "@in":
            let (needle, haystack) = (estimate(arguments[0]), estimate(arguments[1]))
            guard case .list(let count, _) = haystack.extent else {
                if case .map = haystack.extent {} else { isIncomplete() }
                return (1 + needle.cost + haystack.cost, .scalar)
            }
            note(count, arguments[1], at: arguments[1].position)
            var cost = 1 + needle.cost + haystack.cost + charge(count.map(Double.init))
            switch needle.extent {
            case .scalar, .text: break
            default: cost += charge(reading: haystack.extent)
            }
            return (cost, .scalar)
        case "_+_": return sum(estimate(arguments[0]), estimate(arguments[1]))
        default: return nil
        }
    }

    private mutating func sum(_ a: Estimate, _ b: Estimate) -> Estimate {
        let cost = 1 + a.cost + b.cost
        switch (a.extent, b.extent) {
        case (.scalar, .scalar): return (cost, .scalar)
        case (.text(let x), .text(let y)):
            let bytes = Self.added(x, y)
            return (cost + charge(text: bytes), .text(bytes))
        case (.list(let x, let first), .list(let y, let second)):
            let count = Self.added(x, y)
            let extent = Extent.list(x ?? 1, of: first).joined(with: .list(y ?? 1, of: second))
            guard case .list(_, let element) = extent else { return (cost + charge(count.map(Double.init)), .unknown) }
            return (cost + charge(count.map(Double.init)), .list(count, of: element))
        default:
            isIncomplete()
            return (cost, .unknown)
        }
    }

    private static func added(_ a: Int?, _ b: Int?) -> Int? {
        guard let a, let b else { return nil }
        return min(a, 1 << 40) + min(b, 1 << 40)
    }

    // MARK: functions

    private mutating func call(_ function: Function, _ arguments: [Node]) -> Estimate {
        let given = arguments.map { estimate($0) }
        var cost = given.reduce(1) { $0 + $1.cost }
        if function.name == "matches", given.count == 2 { return (cost + match(given, arguments[1]), .scalar) }
        let result = Self.result(of: function, given.map(\.extent), arguments)
        if function.isMethod, Fallback.Form(rawValue: function.name) != nil { return (cost, result) }
        guard function.isProportional else { return (cost, result) }
        for estimate in given { cost += charge(reading: estimate.extent) }
        if function.isMethod, case .list(let count, _)? = given.first?.extent { note(count, arguments[0], at: arguments[0].position) }
        return (cost + charge(built: result), result)
    }

    /// Text and pattern; the steps of the search are bounded by the pattern's size.
    private mutating func match(_ given: [Estimate], _ pattern: Node) -> Double {
        guard case .literal(.string(let source)) = pattern.kind, let compiled = try? Pattern(source) else { return charge(nil) }
        guard case .text(let bytes?) = given[0].extent else { return charge(nil) + Double(source.utf8.count / 64) }
        return Double(source.utf8.count / 64) + (Double(compiled.size) * Double(bytes + 1) / 100).rounded(.up)
    }

    private static func result(of function: Function, _ given: [Extent], _ arguments: [Node]) -> Extent {
        let scalars: Set<CELType> = [.bool, .int, .uint, .double, .timestamp, .duration, .null]
        if function.signatures.allSatisfy({ scalars.contains($0.result) }) || function.name.hasPrefix("math.") { return .scalar }
        guard let first = given.first else { return function.name == "optional.none" ? .optional(.scalar) : .unknown }
        switch (function.name, first) {
        case ("lists.range", _):
            guard case .literal(.int(let count))? = arguments.first?.kind else { return .list(nil, of: .scalar) }
            return .list(Int(clamping: max(0, count)), of: .scalar)
        case ("first", .list(_, let element)), ("last", .list(_, let element)): return .optional(element)
        case ("sort", .list), ("reverse", .list), ("distinct", .list), ("slice", .list), ("dyn", _): return first
        case ("reverse", .text), ("substring", .text), ("trim", .text), ("charAt", .text), ("lowerAscii", .text), ("upperAscii", .text): return first
        case ("flatten", .list(let count?, .list(let inner?, let element))) where given.count == 1:
            let (product, overflow) = count.multipliedReportingOverflow(by: max(inner, 1))
            return .list(overflow ? nil : product, of: element)
        case ("join", .list(let count?, .text(let bytes?))):
            guard case .text(let separator?) = given.count > 1 ? given[1] : .text(0) else { return .text(nil) }
            let (product, overflow) = count.multipliedReportingOverflow(by: bytes + separator)
            return .text(overflow ? nil : product)
        case ("split", .text(let bytes)): return .list(bytes.map { $0 + 1 }, of: .text(bytes))
        case ("string", .scalar): return .text(40)
        case ("string", .text), ("bytes", .text): return first
        case ("hash.sha256", _): return .text(64)
        case ("join", _), ("string", _), ("json", _): return .text(nil)
        case ("optional.of", _), ("optional.ofNonZeroValue", _): return .optional(first)
        case ("value", .optional(let inner)): return inner
        case ("orValue", .optional(let inner)): return inner.joined(with: given.count > 1 ? given[1] : .unknown)
        case ("or", .optional): return first.joined(with: given.count > 1 ? given[1] : .unknown)
        default: return .unknown
        }
    }
}
