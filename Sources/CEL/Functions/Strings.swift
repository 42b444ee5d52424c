/// Questions about texts: what they contain, and where. Positions count code points.
enum Strings {
    static let functions: [Function] = [
        test("contains", Text.contains),
        test("startsWith", Text.hasPrefix),
        test("endsWith", Text.hasSuffix),
        Function("matches", "string.(string) -> bool", body: .two(Match.matches)),
        Function("matches", "(string, string) -> bool", body: .two(Match.matches)),
        Function("charAt", "string.(int) -> string", body: .two(charAt)),
        Function("indexOf", "string.(string) -> int", body: .two { a, b throws(EvaluationError) in try index(a, b, .int(0)) }),
        Function("indexOf", "string.(string, int) -> int", body: .three(index)),
        Function("lastIndexOf", "string.(string) -> int", body: .two { a, b throws(EvaluationError) in try lastIndex(a, b, nil) }),
        Function("lastIndexOf", "string.(string, int) -> int", body: .three { a, b, c throws(EvaluationError) in try lastIndex(a, b, c) }),
        Function("substring", "string.(int) -> string", body: .two { a, b throws(EvaluationError) in try substring(a, b, nil) }),
        Function("substring", "string.(int, int) -> string", body: .three { a, b, c throws(EvaluationError) in try substring(a, b, c) }),
    ]

    private static func test(_ name: String, _ holds: @escaping @Sendable (String, String) -> Bool) -> Function {
        Function(
            name, "string.(string) -> bool",
            body: .two { text, part in
                guard case (.string(let text), .string(let part)) = (text, part) else { return nil }
                return .bool(holds(text, part))
            })
    }

    static func outOfRange(_ index: Int64) -> EvaluationError { EvaluationError(.invalidArgument, "index out of range: \(index)") }

    private static func charAt(_ text: Value, _ position: Value) throws(EvaluationError) -> Value? {
        guard case (.string(let text), .int(let position)) = (text, position) else { return nil }
        let scalars = Text.scalars(text)
        guard position >= 0, position <= scalars.count else { throw outOfRange(position) }
        return .string(position == scalars.count ? "" : String(scalars[Int(position)]))
    }

    private static func index(_ text: Value, _ part: Value, _ start: Value) throws(EvaluationError) -> Value? {
        guard case (.string(let text), .string(let part), .int(let start)) = (text, part, start) else { return nil }
        let scalars = Text.scalars(text)
        guard start >= 0, start <= scalars.count else { throw outOfRange(start) }
        return .int(Int64(Search(Text.scalars(part)).find(in: scalars, from: Int(start)) ?? -1))
    }

    private static func lastIndex(_ text: Value, _ part: Value, _ start: Value?) throws(EvaluationError) -> Value? {
        guard case (.string(let text), .string(let part)) = (text, part) else { return nil }
        let scalars = Text.scalars(text)
        let wanted = Text.scalars(part)
        var from = scalars.count
        if let start {
            guard case .int(let start) = start else { return nil }
            guard start >= 0, start <= scalars.count else { throw outOfRange(start) }
            from = Int(start)
        }
        // Backwards, the last occurrence is the first one.
        let reach = Array(scalars.prefix(from + wanted.count).reversed())
        guard let at = Search(wanted.reversed()).find(in: reach) else { return .int(-1) }
        return .int(Int64(reach.count - at - wanted.count))
    }

    private static func substring(_ text: Value, _ start: Value, _ end: Value?) throws(EvaluationError) -> Value? {
        guard case (.string(let text), .int(let start)) = (text, start) else { return nil }
        let scalars = Text.scalars(text)
        var last = Int64(scalars.count)
        if let end {
            guard case .int(let end) = end else { return nil }
            last = end
        }
        guard start >= 0, start <= scalars.count else { throw outOfRange(start) }
        guard last >= 0, last <= scalars.count else { throw outOfRange(last) }
        guard start <= last else { throw EvaluationError(.invalidArgument, "invalid substring range: start \(start), end \(last)") }
        return .string(Text.string(scalars[Int(start)..<Int(last)]))
    }
}
