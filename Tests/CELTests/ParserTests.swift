import JSON
import Testing

@testable import CEL

struct ParserTests {
    @Test(arguments: [
        ("1 + 2 * 3 - 4 / 2", 5), ("(1 + 2) * 3", 9), ("-2 * -3", 6), ("--5", 5), ("!!true", true), ("1 < 2 == true", true),
        ("true ? false ? 1 : 2 : 3", nil), ("false ? 1 : true ? 2 : 3", 2), ("a.b[0].c", 7), ("'a' 'b'", nil), ("[1, 2,]", [1, 2]),
        ("{'a': 1,}", ["a": 1]),
        ("[,]", nil), ("1 // one\n + 1", 2), ("0xFF", 255), ("-0x10", -16), (".5 + 1e1", 10.5), ("1.", nil), ("r'\\n' + '\\n'", "\\n\n"),
        ("'\\x41\\101\\u0041\\U00000041'", "AAAA"), ("'\\uD83D\\uDE00'", "\u{1F600}"), ("'\\uD83D'", nil), ("'\\U00110000'", nil),
        ("b'\\u0041'", nil),
        ("'''it's'''", "it's"), ("\"\"\"a\"b\"\"\"", "a\"b"), ("'\\400'", nil), ("'\\8'", nil), ("'a", nil), ("'''a''", nil),
        ("9223372036854775808", nil),
        ("-9223372036854775808", .int(.min)), ("18446744073709551616u", nil), ("1e999", nil), ("a.`b`[0].c", 7), ("a.``", nil), ("a.in", nil),
        ("{'for': 1}.for", 1), ("for", nil), ("f(1,)", nil), ("has(a)", nil), ("has(a['b'])", nil), ("[1].map(1, 2)", nil),
        ("[1].exists(x, x, x)", nil), ("Msg{a: 1}", nil), ("", nil), ("1 2", nil), ("(1", nil), ("[1", nil), ("{1", nil), ("a[1", nil),
        ("\u{7F}", nil),
        ("a.?x.?d.orValue(3)", 3), ("cel.bind(x, 1, x + 1)", 2), ("[[1]].map(x, x.map(x, x + 1))", [[2]]), ("1 ? 2", nil), ("a ?. b", nil),
    ] as [(String, JSON?)])
    func `sources parse, or do not`(source: String, expected: JSON?) {
        let found = outcome(source, ["a": ["b": [["c": 7]]]], profile: .conformance)
        if let expected {
            #expect(found == .json(expected), "\(source)")
        } else if case .unparsed = found {
        } else {
            Issue.record("\(source) gave \(found)")
        }
    }

    @Test func `a parse error has line, column and offset, columns counting code points`() {
        let error = parseError("'é' +\n 'ü' and 'x'")
        #expect(error?.line == 2)
        #expect(error?.column == 6)
        #expect(error?.offset == 13)
        #expect(error?.hint == "use &&")
        #expect(error?.description == "2:6: unexpected 'and', expected an operator or the end of the expression (use &&)")
    }

    @Test func `the tree has positions and is open to other checks`() throws {
        let root = try Expression(parsing: "input.n > 5").root
        guard case .call("_>_", nil, let arguments) = root.kind, case .select(_, "n", false) = arguments[0].kind else {
            Issue.record("\(root)")
            return
        }
        #expect(root.position == 8)
        #expect(arguments[0].position == 6)
        #expect(arguments[0].path == "input.n")
    }

    @Test(arguments: [
        String(repeating: "(", count: 100) + "1" + String(repeating: ")", count: 100),
        String(repeating: "[", count: 100) + String(repeating: "]", count: 100),
        String(repeating: "-", count: 100) + "x", "1" + String(repeating: " + 1", count: 100), "a" + String(repeating: ".b", count: 100),
        String(repeating: "f(", count: 100), String(repeating: "{1:", count: 100), String(repeating: "true ? 1 : ", count: 100) + "2",
        "x" + String(repeating: "[0]", count: 100),
    ])
    func `nesting beyond the limit is refused, whatever it is made of`(source: String) {
        #expect(parseError(source)?.message == "the expression is nested more than 64 deep", "\(source)")
    }

    @Test func `deep input does not exhaust the stack`() {
        var profile = Profile.conformance
        profile.expandsMacros = false
        for opening in ["(", "[", "{1:", "-(", "!", "a[", "f(", "a.f(", "1+(", "a?b:", "[?"] {
            #expect(parseError(String(repeating: opening, count: 50_000), profile: profile) != nil)
        }
    }

    @Test func `an expression has at most 2000 characters and three levels of macros`() {
        #expect(parseError("'" + String(repeating: "é", count: 1_998) + "'") == nil)
        #expect(parseError("'" + String(repeating: "é", count: 1_999) + "'")?.message == "an expression has at most 2000 characters")
        func nested(_ depth: Int) -> String { depth == 0 ? "true" : "[1].all(x\(depth), \(nested(depth - 1)))" }
        #expect(parseError(nested(3)) == nil)
        #expect(parseError(nested(4))?.message == "lists are gone through more than 3 deep inside each other")
        #expect(parseError("[1].map(x, x).map(x, x).map(x, x).map(x, x).map(x, x)") == nil)
    }

    @Test func `the minimums of the language definition fit the limits of a skill`() {
        let sources = [
            Array(repeating: "1", count: 32).joined(separator: " + "), Array(repeating: "true", count: 32).joined(separator: " && "),
            Array(repeating: "false", count: 64).joined(separator: " || "), String(repeating: "true ? 1 : ", count: 24) + "2",
            String(repeating: "[", count: 12) + "1" + String(repeating: "]", count: 12) + String(repeating: "[0]", count: 12),
            String(repeating: "(", count: 32) + "1" + String(repeating: ")", count: 32), String(repeating: "-", count: 32) + "1",
            "{'a': 1}" + String(repeating: ".a", count: 32), "[" + Array(repeating: "1", count: 32).joined(separator: ", ") + "]",
        ]
        for source in sources { #expect(parseError(source) == nil, "\(source)") }
    }
}
