import Pattern
import Testing

@Suite struct PatternPropertyTests {
    /// A tiny expression language with an obvious, slow meaning: the set of places a match from `start` can end at.
    indirect enum Expression {
        case letter(Character)
        case dot
        case start
        case end
        case sequence([Expression])
        case choice([Expression])
        case repeated(Expression, Int, Int?)

        var source: String {
            switch self {
            case .letter(let letter): String(letter)
            case .dot: "."
            case .start: "^"
            case .end: "$"
            case .sequence(let items): items.map(\.source).joined()
            case .choice(let branches): "(" + branches.map(\.source).joined(separator: "|") + ")"
            case .repeated(let item, 0, nil): "(?:" + item.source + ")*"
            case .repeated(let item, let least, nil): "(?:\(item.source)){\(least),}"
            case .repeated(let item, let least, .some(let most)): "(\(item.source)){\(least),\(most)}"
            }
        }

        func ends(in text: [Character], from start: Int) -> Set<Int> {
            switch self {
            case .letter(let letter): start < text.count && text[start] == letter ? [start + 1] : []
            case .dot: start < text.count ? [start + 1] : []
            case .start: start == 0 ? [0] : []
            case .end: start == text.count ? [start] : []
            case .sequence(let items):
                items.reduce([start]) { places, item in places.reduce(into: []) { $0.formUnion(item.ends(in: text, from: $1)) } }
            case .choice(let branches): branches.reduce(into: []) { $0.formUnion($1.ends(in: text, from: start)) }
            case .repeated(let item, let least, let most): Self.repeated(item, least, most, text, start)
            }
        }

        /// More rounds than the text is long reach nothing new once the least count is met.
        private static func repeated(_ item: Expression, _ least: Int, _ most: Int?, _ text: [Character], _ start: Int) -> Set<Int> {
            var places: Set<Int> = [start]
            var result: Set<Int> = least == 0 ? places : []
            for round in 0..<(most ?? least + text.count + 1) {
                places = places.reduce(into: []) { $0.formUnion(item.ends(in: text, from: $1)) }
                if round + 1 >= least { result.formUnion(places) }
            }
            return result
        }

        static func random(_ dice: inout Dice, depth: Int) -> Expression {
            switch depth == 0 ? dice.roll(5) : dice.roll(10) {
            case 0, 1: .letter("a")
            case 2, 3: .letter("b")
            case 4: dice.roll(4) == 0 ? (dice.roll(2) == 0 ? .start : .end) : .dot
            case 5, 6: .sequence((0..<dice.roll(4)).map { _ in random(&dice, depth: depth - 1) })
            case 7: .choice((0...dice.roll(3)).map { _ in random(&dice, depth: depth - 1) })
            default: repeated(&dice, depth: depth)
            }
        }

        private static func repeated(_ dice: inout Dice, depth: Int) -> Expression {
            let least = dice.roll(3)
            return .repeated(random(&dice, depth: depth - 1), least, dice.roll(2) == 0 ? nil : least + dice.roll(3))
        }
    }

    @Test func `the automaton agrees with a brute-force matcher`() async throws {
        var dice = Dice(seed: 42)
        let texts = ["", "a", "b", "c", "ab", "ba", "aab", "abab", "bbbb", "caabc", "ababab", "aaaaaaa", "bacab"]
        for _ in 0..<1500 {
            await Task.yield()
            let expression = Expression.random(&dice, depth: 4)
            let pattern = try Pattern(expression.source)
            for text in texts {
                let letters = Array(text)
                let expected = (0...letters.count).contains { !expression.ends(in: letters, from: $0).isEmpty }
                #expect(pattern.matches(text) == expected, "\(pattern) on \(text)")
            }
        }
    }

    @Test(arguments: ["(a+)+$", "(a|a)*b", "(x+x+)+y", "(a|aa)+$", "^(a?){50}b", "(.*)(.*)(.*)(.*)z"])
    func `patterns that make backtracking explode take linear steps`(source: String) throws {
        let pattern = try Pattern(source)
        for unit in ["a", "x"] {
            let (found, steps) = pattern.search(String(repeating: unit, count: 100_000) + "!")
            #expect(!found)
            #expect(steps <= pattern.size * 100_002)
            let (_, half) = pattern.search(String(repeating: unit, count: 50_000) + "!")
            #expect(steps <= 2 * half + 4 * pattern.size)
        }
    }

    @Test func `an anchored pattern gives up at the first scalar that cannot match`() throws {
        let (found, steps) = try Pattern("^(abc|abd)$").search("x" + String(repeating: "abc", count: 10_000))
        #expect(!found)
        #expect(steps < 20)
    }
}
