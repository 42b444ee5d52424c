import CEL

/// How cel-cpp finds the greatest or least of numbers: where their types differ it compares them as doubles.
enum GoogleNumbers {
    static func replaceExtremes(in dialect: inout Dialect) {
        for (name, sign) in [("math.greatest", FloatingPointSign.plus), ("math.least", .minus)] {
            dialect.replace(name, ["(dyn) -> dyn"], .any { arguments throws(EvaluationError) in extreme(arguments, sign) })
        }
    }

    private static func extreme(_ arguments: [Value], _ sign: FloatingPointSign) -> Value? {
        var numbers = arguments
        if arguments.count == 1, case .list(let list)? = arguments.first { numbers = list.values }
        guard var best = numbers.first, double(best) != nil else { return nil }
        for number in numbers.dropFirst() {
            guard double(number) != nil else { return nil }
            if sign == .plus ? isLess(best, number) : isLess(number, best) { best = number }
        }
        return best
    }

    private static func isLess(_ a: Value, _ b: Value) -> Bool {
        switch (a, b) {
        case (.int(let x), .int(let y)): x < y
        case (.uint(let x), .uint(let y)): x < y
        default: if let x = double(a), let y = double(b) { x < y } else { false }
        }
    }

    private static func double(_ value: Value) -> Double? {
        switch value {
        case .int(let int): Double(int)
        case .uint(let uint): Double(uint)
        case .double(let double): double
        default: nil
        }
    }
}
