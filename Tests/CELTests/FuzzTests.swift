import JSON
import Testing

@testable import CEL

struct FuzzTests {
    private static let seeds = [
        "a.b > 0.05 && c.d.exists(x, x.s == 'y')", "[1, 2, 3].map(x, x > 1, x * 2).filter(y, y in [2, 4])",
        "{'a': [1u, 2.5], true: b'\\xff'}['a'][0]",
        "has(a.b) ? a.?b.orValue(1) : optional.none().hasValue()", "'%s %d %.2f'.format(['a', 1, 2.5])", "r'\\d+' + '''x\\n''' + \"\\u00e9\"",
        "timestamp('2026-01-01T00:00:00Z') + duration('1h') < timestamp(1e3)", "cel.bind(x, [1, 2], x.transformMap(i, v, string(v)))",
        "math.greatest(-1, 2u, 3.0e2) % 0x1F / -7", "s.matches('^(a|b)+$') || !s.contains('x') && s.split(',').size() >= 1",
        "a.`b-c`[?0].value() == null ? [?a.?b] : {?'k': a.?c}", "json_parse(json({'a': [1, null]})).a.sortBy(x, -x)",
    ]
    private static let pieces = [
        "(", ")", "[", "]", "{", "}", ".", ",", "?", ":", "&&", "||", "!", "-", "+", "*", "/", "%", "==", "<", "in", "'", "\"", "\\", "0", "1.5e3",
        "2u", "x",
        "null", "true", ".map(x, x)", ".exists(x, ", "has(", "é", "\u{0}", "\n", "`", "'''", "b'", "r'", "//", "optional.of(", "9223372036854775807",
        ".?", "[?",
    ]

    @Test func `fifty thousand mutated expressions neither crash nor hang nor cost too much`() async {
        var dice = Dice(seed: 20_261_121)
        let scope = Variables(json: ["a": ["b": 0.1, "c": [1, 2]], "c": ["d": [["s": "y"], ["s": "n"]]], "s": "a,b", "x": 3])
        var parsed = 0
        for _ in 0..<50_000 {
            await Task.yield()
            let source = Self.mutated(&dice)
            guard let expression = try? Expression(parsing: source) else { continue }
            parsed += 1
            var meter = CostMeter(limit: 20_000)
            let first = Result { () throws(EvaluationError) in try expression.evaluate(in: scope, meter: &meter).json() }
            #expect(meter.used <= 20_000 || first.isCostExceeded, "\(source)")
            _ = expression.check(Declarations(variables: ["a": .dyn, "c": .dyn, "s": .string, "x": .double]))
        }
        #expect(parsed > 1_000)
    }

    private static func mutated(_ dice: inout Dice) -> String {
        var scalars = Array(seeds[dice.roll(seeds.count)].unicodeScalars)
        for _ in 0...dice.roll(4) {
            let at = dice.roll(scalars.count + 1)
            switch dice.roll(5) {
            case 0: scalars.insert(contentsOf: pieces[dice.roll(pieces.count)].unicodeScalars, at: at)
            case 1 where at < scalars.count: scalars.remove(at: at)
            case 2 where at < scalars.count: scalars.replaceSubrange(at...at, with: pieces[dice.roll(pieces.count)].unicodeScalars)
            case 3:
                let other = Array(seeds[dice.roll(seeds.count)].unicodeScalars)
                scalars.insert(contentsOf: other[dice.roll(other.count)...].prefix(dice.roll(20)), at: at)
            default:
                let end = min(scalars.count, at + dice.roll(8))
                scalars.removeSubrange(at..<end)
            }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

extension Result where Failure == EvaluationError {
    fileprivate var isCostExceeded: Bool { if case .failure(let error) = self { error.kind == .costExceeded } else { false } }
}
