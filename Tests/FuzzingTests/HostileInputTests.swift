import CEL
import Fuzzing
import JSON
import Pattern
import SkillLanguage
import Testing

/// What somebody who means harm would try first: each is answered with one clear error.
@Suite struct HostileInputTests {
    private static let hostile: [(input: String, error: String)] = [
        (String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000), "more than 512"),
        ("{\"a\": \"x\u{0}y\"}", "control character"), ("\"\\ud800\"", "surrogate"), ("\"\\udc00\\ud800\"", "surrogate"),
        ("{\"a\": 1, \"b\": 2, \"a\": 3}", "\"a\""), ("[18446744073709551616]", "64"), ("[-9223372036854775809]", "64"), ("[1e400]", "double"),
    ]

    @Test(arguments: hostile.indices) func `a hostile document is one error that says what and where`(index: Int) {
        let (input, wanted) = Self.hostile[index]
        let error = #expect(throws: JSON.ParseError.self) { try JSON(parsing: input) }
        #expect(error?.description.contains(wanted) == true, "\(String(describing: error))")
        #expect(error?.description.contains("line 1, column ") == true, "\(String(describing: error))")
    }

    @Test func `a document of 10 MB is refused for its size before it is read`() {
        let document = "\"" + String(repeating: "x", count: 10 << 20)
        let error = #expect(throws: JSON.ParseError.self) { try JSON(parsing: document, size: 1 << 20) }
        #expect(error?.reason == .tooLong(limit: 1 << 20))
    }

    @Test func `a skill of 10 MB has the size for its only finding`() throws {
        var document = try #require(Corpus.standard.skills.first?.object)
        document["notes"] = .string(String(repeating: "x", count: 10 << 20))
        #expect(SkillExamination(of: .object(document)).findings.filter { $0.severity == .error }.map(\.code) == ["E07"])
    }

    @Test(arguments: ["(a*)*b", "(a|a)*b", "(a+)+$", "(a|aa)+$", "(.*a){20}b", "((a{1,30}){1,30})b"])
    func `a regular expression made to backtrack takes linear time`(source: String) throws {
        let pattern = try Pattern(source)
        for length in [100, 1000] {
            let (_, steps) = pattern.search(String(repeating: "a", count: length) + "!")
            #expect(steps <= pattern.size * (length + 2))
        }
    }

    @Test(arguments: [("((((a{1,1000}){1,1000}){1,1000}){1,1000})", "instructions"), ("(a)\\1", "linear time"), ("(?=a)b", "linear time")])
    func `a regular expression that cannot be bounded is refused`(source: String, wanted: String) {
        let error = #expect(throws: PatternError.self) { try Pattern(source) }
        #expect(error?.message.contains(wanted) == true, "\(String(describing: error))")
    }

    @Test(arguments: ["a\u{0}b", "'\\ud800'", "9223372036854775808", "18446744073709551616u", "1e400", String(repeating: "(", count: 1500)])
    func `a hostile expression is one error with its place`(source: String) {
        let error = #expect(throws: ParseError.self) { try Expression(parsing: source) }
        #expect(error.map { !$0.message.isEmpty && $0.line == 1 && $0.column >= 1 } == true)
    }

    @Test(arguments: [
        "lists.range(100000).map(x, lists.range(100000).map(y, x + y))",
        "[input.a].map(x, x + x).map(x, x + x).map(x, x + x + x + x + x + x + x + x)[0]",
        "input.a + input.a + input.a + input.a + input.a",
    ]) func `an expression that would not end or not fit ends with its budget`(source: String) throws {
        let expression = try Expression(parsing: source)
        let input = Value(["a": .string(String(repeating: "x", count: 1 << 20))])
        var meter = CostMeter(limit: expression.profile.costLimit)
        let error = #expect(throws: EvaluationError.self) { try expression.evaluate(in: Variables(["input": input]), meter: &meter) }
        #expect(error?.kind == .costExceeded)
    }
}
