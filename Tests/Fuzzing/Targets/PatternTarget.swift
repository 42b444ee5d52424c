import JSON
import Pattern

/// Regular expressions, compiled and searched for. An input is a JSON array of pattern and text.
struct PatternTarget: Target {
    let name = "pattern"
    let share = 15

    func input(_ dice: inout Dice) -> [UInt8] {
        var grammar = PatternGrammar(dice)
        var pattern = Array(grammar.pattern().utf8)
        let text = grammar.text()
        _ = dice.next()
        if dice.chance(40) { for _ in 0...dice.roll(3) { ByteMutation.change(&pattern, from: Array(text.utf8), &dice) } }
        return JSON.array([.string(String(decoding: pattern, as: UTF8.self)), .string(text)]).bytes(.compact)
    }

    func examine(_ input: [UInt8]) throws(Broken) -> Verdict {
        guard let parts = try? JSON(parsing: input).array, case .string(let source)? = parts.first, case .string(let text)? = parts.last else {
            return .refused
        }
        let pattern: Pattern
        do throws(PatternError) {
            pattern = try Pattern(source)
        } catch {
            try promise((0...source.unicodeScalars.count).contains(error.offset) && !error.message.isEmpty, "the error has no place: \(error)")
            return .refused
        }
        try promise(pattern.size <= 10_000, "the pattern has \(pattern.size) instructions")
        let (found, steps) = pattern.search(text)
        let bound = pattern.size * (text.unicodeScalars.count + 1)
        try promise(steps <= bound, "the search took \(steps) steps, more than \(bound)")
        // What matches a part matches it in longer texts too, unless the pattern looks at what is around.
        let looksAround = source.contains("^") || source.contains("$") || source.contains("\\")
        if found, !looksAround { try promise(pattern.matches("x\(text)\n"), "it matches a text, but not the text in a longer one") }
        return .accepted
    }
}
