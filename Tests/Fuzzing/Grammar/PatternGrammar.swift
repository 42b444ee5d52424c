/// Writes random regular expressions, hostile ones among them, and texts they may match.
package struct PatternGrammar {
    private var dice: Dice

    package init(_ dice: Dice) { self.dice = dice }

    package mutating func pattern() -> String { alternation(1 + dice.roll(5)) }

    package mutating func text() -> String {
        let letters = [
            "a", "b", "c", "x", "0", "9", "_", " ", "\n", "é", "\u{1F600}", "K", "\u{212A}", "ſ", "-", "]", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ]
        return (0..<dice.roll(dice.chance(10) ? 300 : 20)).map { _ in dice.pick(letters) }.joined()
    }

    private mutating func alternation(_ depth: Int) -> String {
        (0...dice.roll(3)).map { _ in sequence(depth) }.joined(separator: "|")
    }

    private mutating func sequence(_ depth: Int) -> String {
        (0..<dice.roll(4)).map { _ in atom(depth) + (dice.chance(40) ? repetition() : "") }.joined()
    }

    private mutating func repetition() -> String {
        dice.pick("*", "+", "?", "*?", "{0}", "{2}", "{1,}", "{0,3}", "{3,1}", "{1000}", "{,2}", "{99999999999}", "{1,1000}", "**", "++")
    }

    private mutating func atom(_ depth: Int) -> String {
        switch dice.roll(depth > 0 ? 12 : 8) {
        case 0, 1, 2: dice.pick("a", "b", "c", "x", "0", ".", "é", "\u{1F600}")
        case 3:
            dice.pick("\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "\\b", "\\B", "\\A", "\\z", "\\.", "\\x41", "\\x{1F600}", "\\u0041", "\\n", "\\Q*\\E")
        case 4: dice.pick("^", "$", "\\pL", "\\p{Lu}", "\\P{Nd}", "\\p{Greek}", "\\1", "\\k<a>", "[[:alpha:]]", "[[:nope:]]")
        case 5, 6: set()
        case 7: dice.pick("(?i)", "(?s)", "(?m)", "(?-i)", "(?=a)", "(?<!b)", "(?>a)", "(?P<n>a)", "(?<n>a)")
        case 8, 9: "(\(alternation(depth - 1)))"
        case 10: "(?:\(alternation(depth - 1)))" + dice.pick("*", "+", "{1,30}", "")
        default: "((a*)*|(a|a)+)" + dice.pick("*", "+", "$", "b")
        }
    }

    private mutating func set() -> String {
        let items = (0...dice.roll(4)).map { _ in
            dice.pick("a", "a-z", "0-9", "\\d", "\\W", "^", "-", "]", "\\]", "[:digit:]", "\\p{L}", "z-a", "é-ÿ", "\\x00-\\x{10FFFF}")
        }
        return "[" + (dice.chance(25) ? "^" : "") + items.joined() + "]"
    }
}
