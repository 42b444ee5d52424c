/// Texts made from texts.
enum StringEdits {
    static let functions: [Function] = [
        edit("lowerAscii") { $0.unicodeScalars.map { ("A"..."Z").contains($0) ? Unicode.Scalar(UInt8($0.value + 32)) : $0 } },
        edit("upperAscii") { $0.unicodeScalars.map { ("a"..."z").contains($0) ? Unicode.Scalar(UInt8($0.value - 32)) : $0 } },
        edit("trim", trimmed),
        Function("replace", "string.(string, string) -> string", body: .three { a, b, c throws(EvaluationError) in try replace(a, b, c, -1) }),
        Function(
            "replace", "string.(string, string, int) -> string",
            body: .any { arguments throws(EvaluationError) in
                guard arguments.count == 4, case .int(let limit) = arguments[3] else { return nil }
                return try replace(arguments[0], arguments[1], arguments[2], limit)
            }),
        Function("split", "string.(string) -> list(string)", body: .two { text, part throws(EvaluationError) in try split(text, part, .int(-1)) }),
        Function("split", "string.(string, int) -> list(string)", body: .three(split)),
        Function("join", "list(string).() -> string", body: .one { list throws(EvaluationError) in try join(list, .string("")) }),
        Function("join", "list(string).(string) -> string", body: .two(join)),
        Function(
            "strings.quote", "(string) -> string",
            body: .one { text in
                guard case .string(let text) = text else { return nil }
                return .string(quoted(text))
            }),
        Function("format", "string.(list(dyn)) -> string", body: .two(Format.format)),
    ]

    private static func edit(_ name: String, _ change: @escaping @Sendable (String) -> [Unicode.Scalar]) -> Function {
        Function(
            name, "string.() -> string",
            body: .one { text in
                guard case .string(let text) = text else { return nil }
                return .string(Text.string(change(text)))
            })
    }

    private static func trimmed(_ text: String) -> [Unicode.Scalar] {
        var scalars = Text.scalars(text)[...]
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        return Array(scalars)
    }

    private static func replace(_ text: Value, _ old: Value, _ new: Value, _ limit: Int64) throws(EvaluationError) -> Value? {
        guard case (.string(let text), .string(let old), .string(let new)) = (text, old, new) else { return nil }
        let parts = pieces(of: text, between: old, limit: limit < 0 ? Int.max : Int(min(limit, Int64(Int32.max))) + 1, edges: true)
        try Size.check(bytes: text.utf8.count + (parts.count - 1) * new.utf8.count)
        return .string(parts.map(Text.string).joined(separator: new))
    }

    private static func split(_ text: Value, _ separator: Value, _ limit: Value) throws(EvaluationError) -> Value? {
        guard case (.string(let text), .string(let separator), .int(let limit)) = (text, separator, limit) else { return nil }
        if limit == 0 { return .list(Value.List([Value]())) }
        let parts = pieces(of: text, between: separator, limit: limit < 0 ? Int.max : Int(clamping: limit), edges: false)
        try Size.check(elements: parts.count)
        return .list(Value.List(parts.map { .string(Text.string($0)) }))
    }

    /// The parts of `text` between occurrences of `separator`, at most `limit`, the last one taking the rest. An empty separator lies
    /// between all code points, and with `edges` before the first and after the last as well.
    private static func pieces(of text: String, between separator: String, limit: Int, edges: Bool) -> [ArraySlice<Unicode.Scalar>] {
        let scalars = Text.scalars(text)
        let separator = Text.scalars(separator)
        var parts: [ArraySlice<Unicode.Scalar>] = []
        var start = 0
        if separator.isEmpty {
            guard !scalars.isEmpty || edges || limit == 1 else { return [] }
            if edges, parts.count + 1 < limit { parts.append([]) }
            while start + (edges ? 0 : 1) < scalars.count, parts.count + 1 < limit {
                parts.append(scalars[start...start])
                start += 1
            }
        } else {
            let search = Search(separator)
            while parts.count + 1 < limit, let at = search.find(in: scalars, from: start) {
                parts.append(scalars[start..<at])
                start = at + separator.count
            }
        }
        return parts + [scalars[start...]]
    }

    private static func join(_ list: Value, _ separator: Value) throws(EvaluationError) -> Value? {
        guard case (.list(let list), .string(let separator)) = (list, separator) else { return nil }
        var texts: [String] = []
        var size = 0
        for value in list.values {
            guard case .string(let text) = value else {
                throw EvaluationError(.noSuchOverload, "join takes texts, not \(value.kind) (write xs.map(x, string(x)).join(','))")
            }
            size += text.utf8.count + separator.utf8.count
            texts.append(text)
            try Size.check(bytes: size)
        }
        return .string(texts.joined(separator: separator))
    }

    /// The text in double quotes, control characters, quotes and backslashes escaped.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{07}": result += "\\a"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0B}": result += "\\v"
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
