/// Changes to the source of an expression that mostly leave its tokens whole.
package enum TokenMutation {
    package static let tokens = [
        "&&", "||", "!", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}", ".?", "[?",
        "in",
        "true", "false", "null", "1", "0", "1u", "1.0", "1e9", "9223372036854775808", "0xFFFFFFFFFFFFFFFF", "'a'", "\"b\"", "'''c'''", "b'd'",
        "r'\\'", "`e f`",
        "'\\", "\"\"\"", "'\\ud800'", "'\\U00110000'", "input", "item", "total", "x", "has(", ".map(x, ", ".filter(x, ", ".all(x, ",
        ".exists_one(x, ",
        "cel.bind(x, ", ".sortBy(x, ", ".transformMap(k, v, ", "size(", "type(", "dyn(", "string(", "int(", "double(", "timestamp(", "duration(",
        "json(",
        "optional.of(", "optional.none()", ".orValue(", ".matches(", ".format([", ".split(", ".join(", ".flatten(", ".slice(0, 1)", ".reverse()",
        "lists.range(",
        "math.greatest(", "strings.quote(", "base64.decode(", "//", "\n", "and", "or", "not", "is", "??", "=>", "===", ".length", "for", "if",
        "__proto__", "\u{0}",
    ]

    package static func change(_ source: inout [UInt8], from other: [UInt8], _ dice: inout Dice) {
        guard !dice.chance(25), !source.isEmpty else { return ByteMutation.change(&source, from: other, &dice) }
        let cuts = boundaries(source)
        let at = dice.roll(cuts.count)
        let start = cuts[at]
        let end = cuts[min(cuts.count - 1, at + 1 + dice.roll(3))]
        let token = Array(dice.pick(tokens).utf8)
        switch dice.roll(6) {
        case 0: source.replaceSubrange(start..<end, with: token)
        case 1: source.insert(contentsOf: token, at: start)
        case 2: source.removeSubrange(start..<end)
        case 3: source.insert(contentsOf: source[start..<end], at: start)
        case 4:
            let theirs = boundaries(other)
            let from = dice.roll(theirs.count)
            source.replaceSubrange(start..<end, with: other[theirs[from]..<theirs[min(theirs.count - 1, from + 1 + dice.roll(8))]])
        default: source = [UInt8(ascii: "(")] + source[..<end] + [UInt8(ascii: ")")] + source[end...]
        }
    }

    /// Where words and signs begin, and the end.
    private static func boundaries(_ source: [UInt8]) -> [Int] {
        var cuts: [Int] = []
        var wasWord = false
        for (at, byte) in source.enumerated() {
            let isWord = (48...57).contains(byte) || (65...90).contains(byte & 0xDF) || byte == 95 || byte >= 128
            if !isWord || !wasWord { cuts.append(at) }
            wasWord = isWord
        }
        return cuts + [source.count]
    }
}
