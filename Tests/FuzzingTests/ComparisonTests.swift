import JSON
import Testing

@testable import Fuzzing

/// What counts as the same, as explained and as a difference when Ratchet's CEL is compared with another one.
@Suite struct ComparisonTests {
    private func compared(_ source: String, _ theirs: JSON, _ data: JSON.Object = [:]) -> Comparison {
        var comparison = Comparison()
        comparison.add(Case(source: source, data: data), theirs)
        return comparison
    }

    @Test func `equal values and errors in both are no differences`() {
        let list: JSON = ["value": "[int 1, uint 2, string \"\\u{e9}\", bytes 61, double 7ff0000000000000]"]
        #expect(compared("[1, 2u, 'é', b'a', 1.0 / 0.0]", list).values == 1)
        #expect(compared("{'b': null, 'a': type(1)}", ["value": "{string \"a\": type int, string \"b\": null}"]).values == 1)
        #expect(compared("timestamp(1) - duration('-1ms')", ["value": "timestamp 1001000"]).values == 1)
        #expect(compared("1 / 0", ["error": "divide by zero"]).errors == 1)
    }

    @Test(
        arguments: [
            ("1 + 1", ["value": "int 3"]), ("1 + 1", ["value": "uint 2"]), ("1 + 1", ["error": "no"]), ("1 / 0", ["value": "int 0"]),
            ("'a' + 'b'", ["value": "string \"a b\""]), ("string(1.5)", ["value": "string \"1.500\""]), ("cel.bind(x, 1 / 0, x)", ["value": "int 1"]),
            ("[1, 2]", ["value": "[int 1, int 3]"]),
        ] as [(String, JSON)]) func `what no class explains is told`(source: String, theirs: JSON)
    {
        #expect(compared(source, theirs).unexplained.count == 1)
    }

    @Test(
        arguments: [
            ("input.n * 2", ["error": "no such overload"], "ints and doubles mix in arithmetic"),
            ("'a\nb'", ["error": "token recognition error"], "a raw newline in quotes"),
            ("string(1234567.5)", ["value": "string \"1.2345675e+06\""], "the text of doubles"),
            ("string(duration('1.5s'))", ["value": "string \"1.500s\""], "the digits of fractions of a second"),
            ("'%s %d'.format([2e7, 0.5])", ["value": "string \"2e+07 0.500000\""], "doubles and times in format"),
            ("'%f'.format(['NaN'])", ["value": "string \"NaN\""], "doubles and times in format"),
            ("[1].reverse()", ["error": "no such overload"], "reverse of a list"),
            ("double('1e400')", ["value": "double 7ff0000000000000"], "a text beyond the range of a double"),
            ("base64.decode('Y Q==')", ["value": "bytes 61"], "base64 with a space"),
            ("!!1", ["value": "int 1"], "!! and -- check their operand"),
            ("cel.bind(x, 1 / 0, cel.bind(y, 2, y))", ["value": "int 2"], "a binding that is not used"),
            ("['a'][?1.0].orValue('b')", ["error": "no such overload"], "an optional index that is a double"),
            ("'ab'.substring(0, 2)", ["error": "out of range"], "substring up to the end"),
            ("''.split('')", ["value": "[string \"\"]"], "an empty text split at nothing"), ("int(true)", ["value": "int 1"], "int of a bool"),
            ("''.split('', -1)", ["value": "[string \"\"]"], "an empty text split at nothing"),
            ("9007199254740993 > 9007199254740992.0", ["value": "bool false"], "ints beyond 2^53 beside doubles"),
            ("math.greatest(9223372036854775806, 9223372036854775808.0)", ["value": "int 9223372036854775806"], "ints beyond 2^53 beside doubles"),
            ("input.id == 9007199254740992.0", ["value": "bool true"], "ints beyond 2^53 beside doubles"),
            (
                "false && {'a': 1, 'a': 2}.a == 1", ["error": "ALREADY_EXISTS: duplicate key in map [ALREADY_EXISTS]"],
                "an error that && and || do not absorb"
            ),
            ("bytes('%s'.format([b'\\xff']))", ["value": "bytes ff"], "bytes that are no text in format"),
            ("bool('T')", ["error": "type conversion"], "bool of T and F"),
            ("null in {}", ["error": "UNKNOWN: No matching overloads found : @in"], "null or a list in a map"),
            (
                "'%s'.format([b'\\xff'])", ["unreadable": "Unable to convert function return value to a Python type!"],
                "bytes that are no text in format"
            ),
            (
                "true ? 3 : math.least([])", ["error": "INVALID_ARGUMENT: ERROR: <input>:1:1: math.least() invalid single argument value."],
                "math.greatest and math.least are checked when reached"
            ),
            ("cel.bind(x, ['''it's''', 1 / 0], 3)", ["value": "int 3"], "a binding that is not used"),
            ("{'a': 1, 'b': 2}.map(k, k)", ["value": "[string \"b\", string \"a\"]"], "the order of a map's keys"),
            ("string(duration('0.5s')) + string(1e6)", ["value": "string \"0.500s1e+06\""], "several of these"),
        ] as [(String, JSON, String)]) func `a difference that is meant is proved by doing as they do`(source: String, theirs: JSON, name: String)
    {
        let comparison = compared(source, theirs, ["input": ["n": 3, "id": 9_007_199_254_740_993]])
        #expect(comparison.explained == [name: 1], "\(comparison.unexplained)")
    }

    @Test func `most random expressions have a value and some fail`() {
        let outcomes = (0..<1000).map { Dialect().outcome(Case(seed: 3, index: $0)) }
        let values = outcomes.count { if case .value = $0 { true } else { false } }
        #expect((500...900).contains(values))
    }
}
