import JSON
import Testing

@testable import CEL

struct FunctionTests {
    @Test(arguments: [
        ("'tacocat'.indexOf('a', 7)", -1), ("'aXbXc'.split('X', 2)", ["a", "bXc"]), ("'abc'.split('')", ["a", "b", "c"]),
        ("'abc'.split('', 2)", ["a", "bc"]), ("''.split('')", []), ("''.split('', 1)", [""]),
        ("''.split(',')", [""]), ("'ab'.replace('', '-')", "-a-b-"),
        ("'ab'.replace('', '-', 1)", "-ab"), ("''.replace('', '-')", "-"), ("'aaaa'.replace('aa', 'b')", "bb"),
        ("'aaa'.replace('a', 'b', 2)", "bba"), ("'aaa'.replace('a', 'b', 0)", "aaa"), ("'abc'.replace('x', 'y', 9223372036854775807)", "abc"),
        ("'\\u00e9\\u0301x'.size()", 3), ("'e\\u0301' == '\\u00e9'", false), ("'\u{1F600}bc'.charAt(1)", "b"),
        ("'\u{1F600}bc'.substring(1)", "bc"), ("' \\u2003a\\u200b '.trim()", "a\u{200B}"), ("['b', 'a'].sort().join('+')", "a+b"),
        ("'x'.contains('')", true), ("''.contains('x')", false), ("'aab'.contains('ab')", true), ("'abab'.lastIndexOf('ab')", 2),
        ("'ab'.lastIndexOf('abc')", -1), ("strings.quote('a\\n\"b\"')", "\"a\\n\\\"b\\\"\""), ("'a.c'.matches('^a[.]c$')", true),
        ("matches('abc', 'b+')", true), ("'Ünï'.upperAscii()", "ÜNï"),
    ] as [(String, JSON)])
    func `texts are worked on by code point`(source: String, expected: JSON) {
        #expect(outcome(source) == .json(expected), "\(source)")
    }

    @Test(arguments: [
        ("'%s and %d'.format(['a', 3])", "a and 3"), ("'%.2f'.format([2.0])", "2.00"), ("'%5'.format([1])", nil), ("'%'.format([])", nil),
        ("'%s'.format([])", nil), ("'%.1e'.format([12345.0])", "1.2e+04"), ("'%x'.format([-255])", "-ff"), ("'%X'.format(['é'])", "C3A9"),
        ("'%o'.format([8u])", "10"), ("'%b'.format([-5])", "-101"), ("'%s'.format([{'b': 1, 'a': [true, null]}])", "{a: [true, null], b: 1}"),
        ("'%s'.format([b'\\xff\\xfea'])", "\u{FFFD}a"), ("'%d'.format([3.25])", "3.25"), ("'%s'.format([duration('1500ms')])", "1.5s"),
        ("'%.1001f'.format([1.0])", nil), ("'%d%%'.format([50])", "50%"), ("'%s'.format([1e300])", "1e+300"),
    ] as [(String, String?)])
    func `format fills in values`(source: String, expected: String?) {
        #expect(outcome(source) == (expected.map { .json(.string($0)) } ?? .failed(.invalidArgument)), "\(source)")
    }

    @Test(arguments: [
        ("[3, 1, 2].sort()", [1, 2, 3]), ("[3, 1, 2].reverse()", [2, 1, 3]), ("'abc'.reverse()", "cba"),
        ("[1, 1.0, 2u, '2', 2].distinct()", [1, 2, "2"]),
        ("[[1], [2, [3]]].flatten()", [1, 2, [3]]), ("[[1], [2, [3]]].flatten(2)", [1, 2, 3]), ("[1, 2, 3].slice(1, 3)", [2, 3]),
        ("[1, 2, 3].first().value()", 1), ("[].last().orValue(9)", 9), ("lists.range(3)", [0, 1, 2]), ("lists.range(-1)", []),
        ("[1, 2.5].sum()", 3.5), ("[].sum()", 0), ("[duration('1s'), duration('2s')].sum()", "3s"),
        ("[{'n': 2, 's': 'b'}, {'n': 1, 's': 'a'}, {'n': 2, 's': 'c'}].sortBy(x, x.n).map(x, x.s)", ["a", "b", "c"]),
        ("[0.0/0.0, 2.0, 1.0].sort().slice(0, 2)", [1, 2]), ("[optional.of(1), optional.none()].unwrapOpt()", [1]),
    ] as [(String, JSON)])
    func `lists have the functions of the extension`(source: String, expected: JSON) {
        #expect(outcome(source) == .json(expected), "\(source)")
    }

    @Test(arguments: [
        ("[1, 'a'].sort()", EvaluationError.Kind.noSuchOverload), ("[1].slice(0, 2)", .invalidArgument), ("[[1]].flatten(-1)", .invalidArgument),
        ("['a'].sum()", .noSuchOverload), ("lists.range(1000000000)", .costExceeded), ("[1].join()", .noSuchOverload), ("int('x')", .invalidArgument),
        ("double('1e400')", .overflow), ("int(1e300)", .overflow), ("uint(-1)", .overflow), ("'a'.matches('(')", .invalidArgument),
        ("base64.decode('a')", .invalidArgument), ("math.abs(-9223372036854775808)", .overflow), ("math.greatest([])", .invalidArgument),
        ("timestamp('2026-02-30T00:00:00Z')", .invalidArgument), ("duration('1')", .invalidArgument), ("json_parse('{')", .invalidArgument),
        ("timestamp(0).getHours('Mars/Olympus')", .invalidArgument), ("json(1.0 / 0.0)", .invalidArgument),
    ])
    func `wrong arguments are errors of their kind`(source: String, kind: EvaluationError.Kind) {
        #expect(outcome(source) == .failed(kind), "\(source)")
    }

    @Test(arguments: [
        ("string(timestamp('2026-11-21T12:00:00.250Z') + duration('1h'))", "2026-11-21T13:00:00.25Z"),
        ("timestamp('2026-11-21T00:00:00Z') - timestamp('2026-11-20T00:00:00Z') == duration('24h')", true),
        ("timestamp('2026-07-01T12:00:00Z').getHours('Europe/Paris')", 14), ("timestamp('2026-01-01T12:00:00Z').getHours('+05:30')", 17),
        ("timestamp('2024-12-31T23:00:00Z').getDayOfYear()", 365), ("timestamp('2026-11-22T00:00:00Z').getDayOfWeek()", 0),
        ("duration('1h30m').getMinutes()", 90), ("duration('-1.5s').getMilliseconds()", -500), ("string(duration('-0.5s'))", "-0.5s"),
        ("duration('1.000000001s') > duration('1s')", true), ("int(timestamp('1970-01-01T00:01:00Z'))", 60),
        ("timestamp('1969-12-31T23:59:59.5Z').getMilliseconds()", 500),
    ] as [(String, JSON)])
    func `timestamps and durations follow the calendar`(source: String, expected: JSON) {
        #expect(outcome(source) == .json(expected), "\(source)")
    }

    @Test(arguments: [
        ("math.greatest(1, 2.5)", 2.5), ("math.least([3, 1])", 1), ("math.round(-2.5)", -3), ("math.sqrt(16)", 4), ("math.sign(-2.0)", -1), ("string(math.sign(-0.0))", "0"),
        ("math.bitShiftRight(-1, 63)", 1), ("math.bitAnd(6, 3)", 2), ("int('-12')", -12), ("string(1e6)", "1000000"), ("string(0.1)", "0.1"),
        ("-9223372036854775808", .int(.min)), ("base64.encode(b'hi')", "aGk="), ("string(base64.decode('aGk'))", "hi"),
        ("json({'b': [1, 2.5, 'é']})", "{\"b\":[1,2.5,\"é\"]}"), ("json_parse('{\"a\": [1]}').a[0] + 1", 2),
    ] as [(String, JSON)])
    func `numbers and encodings convert`(source: String, expected: JSON) {
        #expect(outcome(source) == .json(expected), "\(source)")
    }

    @Test func `a search finds what a scan finds, and needs no longer for texts made to slow it down`() {
        var dice = Dice(seed: 3)
        for _ in 0..<2_000 {
            let whole = (0..<dice.roll(20)).map { _ in dice.roll(2) }
            let part = (0..<dice.roll(5)).map { _ in dice.roll(2) }
            let start = dice.roll(whole.count + 1)
            let scanned = (start...max(start, whole.count)).first { whole[$0...].starts(with: part) }
            #expect(Search(part).find(in: whole, from: start) == scanned, "\(part) in \(whole) from \(start)")
        }
        let half = JSON.string(String(repeating: "a", count: 100_000))
        for source in [
            "(x + x).contains(x + 'b')", "(x + x).indexOf(x + 'b') > 0", "(x + x).lastIndexOf('b' + x) > 0",
            "(x + x).split('b' + x).size() > 1",
        ] {
            #expect(outcome(source, ["x": half]) == .json(false))
        }
    }

    @Test func `base64 takes padding or none, and nothing else`() {
        for count in 0..<20 {
            let bytes = (0..<count).map { UInt8(($0 * 37 + 11) % 256) }
            let text = Base64.encode(bytes)
            #expect(Base64.decode(text) == bytes)
            #expect(Base64.decode(text.filter { $0 != "=" }) == bytes)
        }
        for text in ["=", "a===", "aGk=aGk=", "aG k=", "a", "aGk=="] { #expect(Base64.decode(text) == nil, "\(text)") }
    }

    @Test func `a host function is called by its name and refuses other types`() throws {
        let shout = Function(
            "host.shout", [Signature(parameters: [.string], result: .string)],
            body: .one { value in
                guard case .string(let text) = value else { return nil }
                return .string(text + "!")
            })
        let library = Library.standard.adding([shout])
        let expression = try Expression(parsing: "host.shout(x)", library: library)
        #expect(try expression.evaluate(in: Variables(["x": .string("a")])).equals(.string("a!")))
        #expect(throws: EvaluationError.self) { try expression.evaluate(in: Variables(["x": .null])) }
        #expect(parseError("host.shout('a')")?.message == "there is no function '.shout'")
    }
}
