import Pattern

/// `text.matches(pattern)`: a part of the text matches. A literal pattern is compiled once.
struct Match: Code {
    let text: any Code
    let pattern: any Code
    /// Of a literal pattern that is well formed.
    let compiled: Pattern?
    let position: Int

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try frame.meter.charge()
        let text = try text.value(&frame)
        let pattern = try pattern.value(&frame)
        guard case (.string(let subject), .string(let source)) = (text, pattern) else {
            throw .noOverload("matches", [text, pattern], at: position)
        }
        do throws(EvaluationError) {
            let pattern = if let compiled { compiled } else { try Self.compile(source) }
            let (found, steps) = try Self.search(pattern, in: subject)
            try frame.meter.charge(text: source.utf8.count)
            try frame.meter.charge(steps / 100)
            return .bool(found)
        } catch {
            throw error.at(position)
        }
    }

    /// The same without a meter, for calls that are not compiled to this.
    static func matches(_ text: Value, _ pattern: Value) throws(EvaluationError) -> Value? {
        guard case (.string(let subject), .string(let source)) = (text, pattern) else { return nil }
        return .bool(try search(try compile(source), in: subject).found)
    }

    private static func compile(_ source: String) throws(EvaluationError) -> Pattern {
        do throws(PatternError) {
            return try Pattern(source)
        } catch {
            throw EvaluationError(.invalidArgument, "bad pattern \(Value.string(source).shown): \(error)")
        }
    }

    /// The most steps one search may need, about a second.
    private static let longest = 200_000_000

    private static func search(_ pattern: Pattern, in text: String) throws(EvaluationError) -> (found: Bool, steps: Int) {
        guard pattern.size <= longest / (text.utf8.count + 1) else {
            throw EvaluationError(.costExceeded, "the pattern is too large for a text of \(text.utf8.count) bytes: use smaller repetition counts")
        }
        return pattern.search(text)
    }
}
