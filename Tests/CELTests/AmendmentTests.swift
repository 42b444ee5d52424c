import JSON
import Testing

@testable import CEL

struct AmendmentTests {
    @Test(arguments: [
        ("input.n * 2", 10), ("input.errors / input.requests", 0.05), ("2 + input.half", 2.5), ("input.half - 1", -0.5), ("1 / input.half", 2),
        ("input.n == 5 && input.n < 6", true), ("[1, 2, 3][input.one]", 2), ("5 / 2", 2),
    ] as [(String, JSON)])
    func `JSON numbers mix with the ints of an expression`(source: String, expected: JSON) {
        let variables: JSON.Object = ["input": ["n": 5, "errors": 5, "requests": 100, "half": 0.5, "one": 1]]
        #expect(outcome(source, variables) == .json(expected), "\(source)")
    }

    @Test func `plain CEL does not mix ints and doubles`() {
        for source in ["1 + 1.0", "1.0 - 1", "2 * 2.0", "1 / 2.0", "1u + 1.0", "5 % 2.0"] {
            #expect(outcome(source, profile: .conformance) == .failed(.noSuchOverload), "\(source)")
        }
        for source in ["1u + 1.0", "5 % 2.0", "5.0 % 2.0", "1 + 1u"] { #expect(outcome(source) == .failed(.noSuchOverload), "\(source)") }
    }

    @Test func `a JSON integer is a double up to 2^53 - 1 and an int beyond, so ids stay exact`() throws {
        let values: [(JSON, String)] = [
            (5, "double"), (9_007_199_254_740_991, "double"), (9_007_199_254_740_992, "int"), (-9_007_199_254_740_993, "int"), (1.5, "double"),
        ]
        for (json, type) in values {
            #expect(Value(json).typeName.name == type)
            #expect(try Value(json).json() == json)
        }
        #expect(outcome("id", ["id": 9_007_199_254_740_993]) == .json(9_007_199_254_740_993))
        #expect(outcome("id == 9007199254740993", ["id": 9_007_199_254_740_993]) == .json(true))
    }

    @Test func `a raw newline is accepted in quotes, and by plain CEL in three quotes only`() {
        #expect(outcome("'a\nb'") == .json("a\nb"))
        #expect(outcome("'a\r\nb'") == .json("a\nb"))
        #expect(parseError("'a\nb'", profile: .conformance)?.hint == "write \\n, or use three quotes")
        #expect(outcome("'''a\nb'''", profile: .conformance) == .json("a\nb"))
    }
}

struct JSONBridgeTests {
    @Test func `JSON that is only passed through leaves as it came, keys in their order`() throws {
        let document: JSON = ["z": [1, 1.0, ["k": .null]], "a": "é", "n": 2.50]
        let expression = try Expression(parsing: "[x][0]")
        let result = try expression.evaluate(in: Variables(["x": Value(document)])).json()
        #expect(result.text(.compact) == document.text(.compact))
    }

    @Test(arguments: [
        ("1.0", 1), ("1.5", 1.5), ("-0.0", 0), ("1e300", 1e300), ("b'hi'", "aGk="), ("timestamp('2026-01-01T00:00:00Z')", "2026-01-01T00:00:00Z"),
        ("duration('90s')", "90s"), ("{1: 'a', true: 'b'}", ["1": "a", "true": "b"]), ("5u", 5), ("[null, [2.0]]", [.null, [2]]),
    ] as [(String, JSON)])
    func `every value leaves in its JSON form`(source: String, expected: JSON) {
        #expect(outcome(source) == .json(expected), "\(source)")
        if case .json(let json) = outcome(source) { #expect(json.text(.compact) == expected.text(.compact)) }
    }

    @Test(arguments: [
        ("0.0 / 0.0", EvaluationError.Kind.invalidArgument), ("1.0 / 0.0", .invalidArgument), ("18446744073709551615u", .overflow),
        ("{1: 1, '1': 2}", .invalidArgument), ("int", .typeMismatch), ("[optional.none()]", .typeMismatch),
    ])
    func `what JSON cannot say is an error`(source: String, kind: EvaluationError.Kind) {
        #expect(outcome(source) == .failed(kind), "\(source)")
    }

    @Test func `an object's fields are found by code point, not by Unicode equivalence`() {
        #expect(outcome("has(x.`a`) && '\\u00e9' in x && !('e\\u0301' in x)", ["x": ["a": 1, "\u{E9}": 2]]) == .json(true))
    }

    @Test func `a scope is asked for a variable only when it is reached`() throws {
        struct Fussy: Scope {
            func value(_ name: String) throws(EvaluationError) -> Value? {
                if name == "broken" { throw EvaluationError(.invalidArgument, "asked for the broken one") }
                return name == "good" ? .bool(true) : nil
            }
        }
        #expect(try Expression(parsing: "good ? 1 : broken").evaluate(in: Fussy()).equals(.int(1)))
        #expect(throws: EvaluationError.self) { try Expression(parsing: "broken").evaluate(in: Fussy()) }
        #expect(throws: EvaluationError.self) { try Expression(parsing: "unbound").evaluate(in: Fussy()) }
    }
}
