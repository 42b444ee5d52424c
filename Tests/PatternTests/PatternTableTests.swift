import Pattern
import Testing

@Suite struct PatternTableTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let pattern: String
        let text: String
        let found: Bool
        var testDescription: String { "\(pattern) on \(text.debugDescription)" }
    }

    /// A pattern, texts it is found in, texts it is not found in.
    static let table: [(String, found: [String], missing: [String])] = [
        ("", ["", "a"], []),
        ("abc", ["abc", "xabcx"], ["ab", "", "ABC"]),
        ("^abc$", ["abc"], ["xabc", "abcx", "abc\n"]),
        ("a|b", ["a", "xb"], ["c", ""]),
        ("^(a|b|)$", ["a", "b", ""], ["ab"]),
        ("^(?:ab|cd)+$", ["ab", "abcd", "cdcdab"], ["", "abc"]),
        ("^a*$", ["", "aaa"], ["b", "aab"]),
        ("^a+?$", ["a", "aaa"], [""]),
        ("^ab??$", ["a", "ab"], ["abb"]),
        ("^a{3}$", ["aaa"], ["aa", "aaaa"]),
        ("^a{2,}$", ["aa", "aaaaa"], ["a"]),
        ("^a{2,3}?$", ["aa", "aaa"], ["a", "aaaa"]),
        ("^a{0}$", [""], ["a"]),
        ("^a{,2}$", ["a{,2}"], ["a", "aa"]),
        ("^a{$", ["a{"], ["a"]),
        ("^a{1,x}$", ["a{1,x}"], ["a"]),
        ("^(){1000}a$", ["a"], ["b"]),
        ("^(a*)*$", ["", "aaaa"], ["b"]),
        ("^(a*)+b$", ["b", "aab"], ["a"]),
        ("^(|a)+$", ["", "aaa"], ["b"]),
        (".", ["a", "é", "\r", "\u{2028}"], ["", "\n"]),
        ("^.$", ["😀", "é"], ["ab", "e\u{301}"]),
        ("(?s)^a.b$", ["a\nb"], ["ab"]),
        ("(?s:a.)b.", ["a\nbx"], ["a\nb\n"]),
        ("(?m)^b$", ["a\nb\nc", "b"], ["ab"]),
        ("(?m)^$", ["a\n", "", "\n"], ["a"]),
        ("^b$", ["b"], ["a\nb", "b\n"]),
        ("(?m)\\Ab\\z", ["b"], ["a\nb", "b\n"]),
        ("(?i)straße", ["STRAßE", "straße"], ["strasse"]),
        ("(?i)[a-f]+1", ["BEEF1", "x1a1"], ["G1"]),
        ("(?i)^[^a]$", ["b", "B"], ["a", "A"]),
        ("(?i)σ", ["Σ", "ς", "σ"], ["s"]),
        ("(?i)ς", ["Σ", "ς", "σ"], ["s"]),
        ("a(?i)b|c", ["ab", "aB", "C"], ["Ab", "A"]),
        ("a(?i:b)c", ["aBc", "abc"], ["aBC", "Abc"]),
        ("(?i:a(?-i)b)", ["Ab", "ab"], ["AB"]),
        ("(?i)(?-i:a)b", ["aB"], ["AB"]),
        ("(?U)^a+$", ["aa"], ["b"]),
        ("(?P<year>\\d{4})-(?<month>\\d\\d)", ["on 2026-05-01"], ["20-05"]),
        ("^\\d+$", ["0123456789"], ["٣", "a", ""]),
        ("^\\D$", ["a", "٣"], ["1"]),
        ("^\\w+$", ["aZ_09"], ["é", "-", ""]),
        ("^\\W$", ["é", "-"], ["a", "_"]),
        ("^\\s+$", [" \t\n\u{0B}\u{0C}\r"], ["\u{A0}", "x"]),
        ("^\\S+$", ["a\u{A0}"], [" "]),
        ("\\bcat\\b", ["cat", "a cat.", "cat"], ["cats", "concat", "_cat"]),
        ("\\Bcat", ["concat"], ["cat", "a cat"]),
        ("a\\b", ["a", "a é", "aé"], ["ab"]),
        ("^\\t\\n\\r\\f\\v\\a\\0$", ["\t\n\r\u{0C}\u{0B}\u{07}\0"], ["tnrfva0"]),
        ("^\\x41\\x{1F600}\\u00e9\\u{e9}$", ["A😀éé"], ["A"]),
        ("^\\ud83d\\ude00$", ["😀"], ["?"]),
        ("^\\cA\\cz$", ["\u{01}\u{1A}"], ["AZ"]),
        ("^\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\^\\$\\/\\-\\\\$", [".*+?()[]{}|^$/-\\"], ["a"]),
        ("^\\Qa.b*\\E+$", ["a.b*", "a.b***"], ["axb", "a.ba.b*"]),
        ("^\\Q(", ["("], ["a"]),
        ("^[abc]$", ["a", "b", "c"], ["d", "ab"]),
        ("^[^abc]$", ["d", "\n", "😀"], ["a"]),
        ("^[a-c0-9_]+$", ["ab09_"], ["d", "-"]),
        ("^[-a]+$", ["-a"], ["b"]),
        ("^[a-]+$", ["-a"], ["b"]),
        ("^[\\w-.]+$", ["a-.b"], ["+", "!"]),
        ("^[]a]+$", ["]a"], ["b"]),
        ("^[^]a]+$", ["b"], ["]", "a"]),
        ("^[\\]\\\\\\-]+$", ["]\\-"], ["a"]),
        ("^[\\b]$", ["\u{08}"], ["b"]),
        ("^[\\d\\s]+$", ["1 2"], ["a"]),
        ("^[^\\d\\s]+$", ["ab"], ["a1", " "]),
        ("^[\\D]$", ["a"], ["1"]),
        ("^[[:alpha:]_]+$", ["aZ_"], ["1", ":"]),
        ("^[[:^digit:]]+$", ["ab"], ["1"]),
        ("^[[:xdigit:][:punct:]]+$", ["fF0!"], ["g"]),
        ("^[a^]+$", ["a^"], ["b"]),
        ("^[.*$(]+$", [".*$("], ["a"]),
        ("^[à-ü]+$", ["éü"], ["e", "z"]),
        ("^[\\x{1F600}-\\x{1F64F}]$", ["😀"], ["a"]),
        ("^\\p{L}+$", ["añ漢"], ["1", "-"]),
        ("^\\p{Letter}+$", ["πe"], ["1"]),
        ("^\\pL\\pN$", ["a1", "é٣"], ["1a"]),
        ("^\\p{Lu}\\p{Ll}+$", ["Élan"], ["élan"]),
        ("^\\P{Lu}+$", ["abc1"], ["A"]),
        ("^\\p{^Lu}+$", ["abc1"], ["A"]),
        ("^[\\p{Nd}\\P{L}]+$", ["1-"], ["a"]),
        ("^[^\\p{L}]+$", ["1-"], ["a", "é"]),
        ("^\\p{Digit}+\\p{Uppercase_Letter}$", ["12A"], ["12a"]),
        ("^\\p{gc=Sc}\\p{General_Category=Decimal_Number}$", ["€5"], ["e5"]),
        ("^\\p{ASCII}\\P{ASCII}$", ["aé"], ["ab"]),
        ("(?i)^\\p{Lu}$", ["a", "A"], ["1"]),
        ("f.*o", ["foo", "fo", "xfzzo"], ["f", "of"]),
        ("^[a-z0-9-]{1,64}$", ["api-7", String(repeating: "a", count: 64)], ["", "Api", String(repeating: "a", count: 65)]),
        ("^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)$", ["1.20", "0.0"], ["01.2", "1."]),
        ("^([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+$", ["1h30m", "1.5s"], ["1", "h"]),
        ("(a|😀){3}", ["a😀a", "xx😀😀😀"], ["a😀"]),
        ("x*", ["", "y"], []),
        ("^x|y$", ["xa", "ay"], ["axa", "ya"]),
        ("(^a|b)c", ["ac", "xbc"], ["xac"]),
        ("^{2}a", ["a"], ["ba"]),
        ("a}]", ["a}]"], ["a"]),
    ]

    static let rows = table.flatMap { pattern, found, missing in
        found.map { Row(pattern: pattern, text: $0, found: true) } + missing.map { Row(pattern: pattern, text: $0, found: false) }
    }

    @Test(arguments: rows)
    func `a pattern is found in just the texts it describes`(row: Row) throws {
        #expect(try Pattern(row.pattern).matches(row.text) == row.found)
    }

    @Test func `patterns are equal by code point, not by Unicode equivalence`() throws {
        #expect(try Pattern("é") == Pattern("é"))
        #expect(try Pattern("\u{E9}") != Pattern("e\u{301}"))
        #expect(try Set([Pattern("a"), Pattern("a"), Pattern("b")]).count == 2)
    }
}
