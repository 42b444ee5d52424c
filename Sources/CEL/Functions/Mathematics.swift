/// The math extension but for its bits.
enum Mathematics {
    static let functions: [Function] = [
        extreme("math.greatest") { $0 > 0 },
        extreme("math.least") { $0 < 0 },
        rounding("math.ceil", .up),
        rounding("math.floor", .down),
        rounding("math.round", .toNearestOrAwayFromZero),
        rounding("math.trunc", .towardZero),
        test("math.isNaN") { $0.isNaN },
        test("math.isInf") { $0.isInfinite },
        test("math.isFinite") { $0.isFinite },
        Function("math.abs", "(int) -> int", "(uint) -> uint", "(double) -> double", constant: true, body: .one(abs)),
        Function("math.sign", "(int) -> int", "(uint) -> uint", "(double) -> double", constant: true, body: .one(sign)),
        Function(
            "math.sqrt", "(int) -> double", "(uint) -> double", "(double) -> double", constant: true,
            body: .one { value in Number(value).map { .double($0.double.squareRoot()) } }),
    ]

    /// Of several numbers, or the numbers of one list, the first that no other one surpasses.
    private static func extreme(_ name: String, _ surpasses: @escaping @Sendable (Int) -> Bool) -> Function {
        Function(
            name, "(dyn) -> dyn",
            body: .any { arguments throws(EvaluationError) in
                var values = arguments
                if arguments.count == 1, case .list(let list) = arguments[0] {
                    values = list.values
                    if values.isEmpty { throw EvaluationError(.invalidArgument, "\(name) of an empty list") }
                }
                guard var best = values.first.flatMap(Number.init) else { return nil }
                for value in values.dropFirst() {
                    guard let number = Number(value) else { return nil }
                    if let order = number.compare(best), surpasses(order) { best = number }
                }
                return best.value
            })
    }

    private static func rounding(_ name: String, _ rule: FloatingPointRoundingRule) -> Function {
        Function(
            name, "(double) -> double", constant: true,
            body: .one { value in
                guard case .double(let d) = value else { return nil }
                return .double(d.rounded(rule))
            })
    }

    private static func test(_ name: String, _ holds: @escaping @Sendable (Double) -> Bool) -> Function {
        Function(
            name, "(double) -> bool", constant: true,
            body: .one { value in
                guard case .double(let d) = value else { return nil }
                return .bool(holds(d))
            })
    }

    private static func abs(_ value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .int(let i):
            guard i != Int64.min else { throw EvaluationError(.overflow, "int overflow: math.abs(\(i))") }
            return .int(Swift.abs(i))
        case .uint: return value
        case .double(let d): return .double(d.magnitude)
        default: return nil
        }
    }

    private static func sign(_ value: Value) -> Value? {
        switch value {
        case .int(let i): .int(i.signum())
        case .uint(let u): .uint(u == 0 ? 0 : 1)
        case .double(let d): .double(d > 0 ? 1 : d < 0 ? -1 : d.isNaN ? d : 0)
        default: nil
        }
    }
}
