import JSON
import Testing

@testable import CEL

struct LogicTests {
    @Test(arguments: [
        ("1 / 0 > 0 || true", true), ("true || 1 / 0 > 0", true), ("1 / 0 > 0 && false", false), ("x.nope || true", true),
        ("[1, 2, 0].exists(x, 4 / x == 2)", true), ("[0, 1].exists(x, 4 / x == 4)", true), ("[0, 2].all(x, 4 / x == 4)", false),
        ("false ? 1 / 0 : 7", 7), ("[1, 2, 3].exists_one(x, x > 2)", true), ("has(x.a) && x.a > 1", true), ("!has(x.b) || x.b > 1", true),
        ("{'a': 1}.exists(k, k == 'a')", true), ("[3, 4].exists(i, x, i == 1 && x == 4)", true), ("{'a': 1}.transformMap(k, v, v + 1)", ["a": 2]),
        ("[1, 2].map(x, x > 1, x * 10)", [20]), ("[5].transformList(i, x, i + x)", [5]), ("optional.of(1).orValue(1 / 0)", 1),
        ("optional.of(1).or(optional.of(1 / 0)).value()", 1), ("optional.none().optMap(v, v + 1).orValue(0)", 0),
        ("optional.of(1).optMap(v, v + 1).value()", 2), ("x.?b.?c.orValue('d')", "d"), ("x[?'a'].value()", 2), ("[1][?5].hasValue()", false),
        ("[?x.?a, ?x.?b]", [2]), ("{?'p': x.?a, ?'q': x.?b}", ["p": 2]), ("cel.bind(y, x.a, y + y)", 4), ("has(x.`a`)", true),
        ("2 in [1, 2.0]", true),
        ("'a' in x", true), ("x.a == 2 ? 'two' : 'other'", "two"), ("type(1) == int && type(x.a) == double", true),
        ("true || x.nope.deeper", true),
    ] as [(String, JSON)])
    func `a deciding operand wins over an error on either side`(source: String, expected: JSON) {
        #expect(outcome(source, ["x": ["a": 2]]) == .json(expected), "\(source)")
    }

    @Test(arguments: [
        ("1 / 0 > 0 || false", EvaluationError.Kind.divideByZero), ("1 / 0 > 0 && true", .divideByZero), ("[1, 0].all(x, 4 / x > 0)", .divideByZero),
        ("[0, 1].exists_one(x, 4 / x == 4)", .divideByZero), ("x.nope", .noSuchKey), ("x['nope']", .noSuchKey), ("[1][1]", .invalidArgument),
        ("[1][-1]", .invalidArgument), ("x.a.b", .noSuchField), ("nope", .undeclared), ("x.a ? 1 : 2", .noSuchOverload), ("!x.a", .noSuchOverload),
        ("9223372036854775807 + 1", .overflow), ("{1: 1, 1u: 2}", .invalidArgument), ("{1.5: 1}", .invalidArgument), ("[?1]", .typeMismatch),
        ("optional.none().value()", .invalidArgument), ("optional.of(1)", .typeMismatch), ("'a' < 1", .noSuchOverload),
        ("null > null", .noSuchOverload),
        ("5.exists(x, true)", .noSuchOverload), ("[1].filter(x, x)", .noSuchOverload), ("'n=' + 1", .noSuchOverload), ("1.5 % 1.0", .noSuchOverload),
        ("5 % 0", .divideByZero), ("type(1)", .typeMismatch), ("optional.of(1).optFlatMap(v, v)", .typeMismatch),
    ])
    func `everything else is an error of its kind`(source: String, kind: EvaluationError.Kind) {
        #expect(outcome(source, ["x": ["a": 2]]) == .failed(kind), "\(source)")
    }

    @Test func `an error says where it happened`() throws {
        let expression = try Expression(parsing: "[1, 2].map(x, x) == [1 / 0]")
        do {
            _ = try expression.evaluate(in: Variables())
            Issue.record("there is a value")
        } catch {
            #expect(error.position == 23)
            #expect(error.message == "divide by zero")
        }
    }

    @Test(arguments: [
        ("9223372036854775807", "9223372036854774784.0", false), ("9007199254740993", "9007199254740992.0", false),
        ("9007199254740992", "9007199254740992.0", true), ("-1", "18446744073709551615u", false), ("1u", "1.0", true), ("1", "1u", true),
    ])
    func `numbers of different types are equal only when they are the same number`(a: String, b: String, expected: Bool) {
        #expect(outcome("dyn(\(a)) == dyn(\(b))") == .json(.bool(expected)))
        #expect(outcome("[\(a)].exists(x, x in [\(b)])") == .json(.bool(expected)))
    }

    @Test func `a map with many keys of every type finds each by any equal number`() throws {
        let entries = (0..<40).map { "\($0)\($0 % 2 == 0 ? "" : "u"): \($0)" }.joined(separator: ", ")
        for key in [0, 1, 17, 38, 39] {
            #expect(outcome("{\(entries)}[\(key)]") == .json(.int(Int64(key))))
            #expect(outcome("{\(entries)}[\(key)u]") == .json(.int(Int64(key))))
            #expect(outcome("{\(entries)}[\(key).0]") == .json(.int(Int64(key))))
        }
        #expect(outcome("{\(entries)}[3.5]") == .failed(.noSuchKey))
        #expect(outcome("{\(entries), 3.0 == 3.0: 1, 39: 1}") == .failed(.invalidArgument))
    }
}
