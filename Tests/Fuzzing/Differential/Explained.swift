import CEL

/// The differences from Google's implementation that are known and meant; `docs/cel.md` gives the reasons. Each is proved, not guessed:
/// with that one thing done as it is done there, the outcome is the same.
enum Explained {
    struct Class: Sendable {
        let name: String
        /// Makes the dialect do this one thing their way.
        let change: @Sendable (inout Dialect) -> Void
    }

    static let classes: [Class] = [
        Class(name: "ints and doubles mix in arithmetic") { $0.profile.promotesNumbers = false },
        Class(name: "a raw newline in quotes") { $0.profile.allowsNewlines = false },
        Class(name: "the text of doubles") { GoogleText.replaceString(in: &$0, doubles: true, times: false) },
        Class(name: "the digits of fractions of a second") { GoogleText.replaceString(in: &$0, doubles: false, times: true) },
        Class(name: "doubles and times in format") { $0.replace("format", ["string.(list(dyn)) -> string"], .two(GoogleText.format)) },
        Class(name: "reverse of a list") { dialect in
            dialect.replace("reverse", ["string.() -> string"], .one { value throws(EvaluationError) in try stringReverse(value) })
        },
        Class(name: "a text beyond the range of a double") { dialect in
            dialect.replace("double", ["(dyn) -> double"], .one { value throws(EvaluationError) in try infiniteDouble(value) })
        },
        Class(name: "base64 with a space") { dialect in
            dialect.replace("base64.decode", ["(string) -> bytes"], .one { value throws(EvaluationError) in try spacedBase64(value) })
        },
        Class(name: "!! and -- check their operand") { dialect in
            dialect.rewrite("!!", "")
            dialect.rewrite("--", "")
        },
        Class(name: "an optional of a list and an index past its end") { $0.rewrite("input.?rows[0].?id", "dyn(1).?id") },
        Class(name: "an optional index that is a double") { dialect in
            dialect.rewrite("[?0.5]", "[?'none']")
            dialect.rewrite("[?1.0]", "[?'none']")
        },
        Class(name: "substring up to the end") { dialect in
            dialect.replace("substring", ["string.(int, int) -> string"], .three { a, b, c throws(EvaluationError) in try substring(a, b, c) })
        },
        Class(name: "an empty text split at nothing") { dialect in
            dialect.replace("split", ["string.(string) -> list(string)"], .two { a, b throws(EvaluationError) in try split([a, b]) })
            dialect.replace("split", ["string.(string, int) -> list(string)"], .three { a, b, c throws(EvaluationError) in try split([a, b, c]) })
        },
        Class(name: "ints beyond 2^53 beside doubles") { dialect in
            dialect.roundsInts = true
            GoogleNumbers.replaceExtremes(in: &dialect)
            dialect.rewrite("9007199254740993", "9007199254740992")
        },
        Class(name: "bool of T and F") { dialect in
            dialect.replace("bool", ["(dyn) -> bool"], .one { value throws(EvaluationError) in try bool(value) })
        },
        Class(name: "int of a bool") { dialect in
            dialect.replace("int", ["(dyn) -> int"], .one { value throws(EvaluationError) in try boolInt(value) })
        },
    ]

    /// The class that explains a difference; nil when none does.
    static func name(of each: Case, _ ours: Dialect.Outcome, _ theirs: Dialect.Outcome) -> String? {
        for one in classes where agrees(each, theirs, [one]) { return one.name }
        let unused = Bindings.variants(of: each.source)
        for one in unused where agrees(each, theirs, [one]) { return one.name }
        if let name = onSight(each.source, ours, theirs) { return name }
        for one in unused + [Class(name: "", change: { _ in })] where agrees(each, theirs, classes + [one]) { return "several of these" }
        return nil
    }

    /// What no change here can imitate, told by their message.
    private static func onSight(_ source: String, _ ours: Dialect.Outcome, _ theirs: Dialect.Outcome) -> String? {
        switch (ours, theirs) {
        case (.value, .failed(let message)) where message.hasPrefix("INVALID_ARGUMENT: ERROR: <input>:") && refusesArguments(message):
            "math.greatest and math.least are checked when reached"
        case (.value(let text), .hidden(let message)) where text.contains("\\u{fffd}") && message.hasPrefix("Unable to convert"):
            "bytes that are no text in format"
        case (.value(let text), .value) where text.contains("efbfbd") && source.contains(".format("): "bytes that are no text in format"
        case (.value, .failed(let message)) where stopsAll.contains(where: message.hasPrefix) && absorbs(source):
            "an error that && and || do not absorb"
        case (.value, .failed("UNKNOWN: No matching overloads found : @in")): "null or a list in a map"
        case (.value(let a), .value(let b)) where a.contains("[") && a.utf8.sorted() == b.utf8.sorted(): "the order of a map's keys"
        default: nil
        }
    }

    /// What ends an evaluation there as a whole.
    private static let stopsAll = ["ALREADY_EXISTS: duplicate key in map", "INVALID_ARGUMENT: Applying SELECT to non-message type"]

    private static func absorbs(_ source: String) -> Bool { ["&&", "||", ".all(", ".exists("].contains { source.contains($0) } }

    private static func refusesArguments(_ message: String) -> Bool {
        message.contains(": math.greatest() ") || message.contains(": math.least() ")
    }

    private static func agrees(_ each: Case, _ theirs: Dialect.Outcome, _ changes: [Class]) -> Bool {
        var dialect = Dialect()
        for one in changes { one.change(&dialect) }
        return switch (dialect.outcome(each), theirs) {
        case (.failed, .failed), (.hidden, .hidden): true
        case (let ours, _): ours == theirs
        }
    }

    private static func stringReverse(_ value: Value) throws(EvaluationError) -> Value? {
        guard case .string(let text) = value else { return nil }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text.unicodeScalars.reversed())
        return .string(String(view))
    }

    private static func infiniteDouble(_ value: Value) throws(EvaluationError) -> Value? {
        if case .string(let text) = value, let number = Double(text), number.isInfinite { return .double(number) }
        return try GoogleText.standard("double", [value])
    }

    /// An end right behind the last character is refused there.
    private static func substring(_ text: Value, _ start: Value, _ end: Value) throws(EvaluationError) -> Value? {
        if case (.string(let string), .int(let from), .int(let to)) = (text, start, end), from < to, to == string.unicodeScalars.count { return nil }
        return try GoogleText.standard("substring", [text, start, end], isMethod: true)
    }

    private static func split(_ arguments: [Value]) throws(EvaluationError) -> Value? {
        let isNone = if case .int(0)? = arguments.dropFirst(2).first { true } else { false }
        if case (.string(""), .string("")) = (arguments[0], arguments[1]), !isNone { return .list(Value.List([arguments[0]])) }
        return try GoogleText.standard("split", arguments, isMethod: true)
    }

    private static func bool(_ value: Value) throws(EvaluationError) -> Value? {
        if case .string(let text) = value, ["T", "F"].contains(text) { return nil }
        return try GoogleText.standard("bool", [value])
    }

    private static func boolInt(_ value: Value) throws(EvaluationError) -> Value? {
        if case .bool(let bool) = value { return .int(bool ? 1 : 0) }
        return try GoogleText.standard("int", [value])
    }

    private static func spacedBase64(_ value: Value) throws(EvaluationError) -> Value? {
        guard case .string(let text) = value else { return nil }
        return try GoogleText.standard("base64.decode", [.string(Dialect.replacing(" ", by: "", in: text))])
    }
}
