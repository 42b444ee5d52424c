import JSON
import SkillLanguage
import Testing

/// Expressions in the display form: the one part of it that rewrites what an author wrote.
@Suite struct DisplayExpressionTests {
    struct Case: CustomTestStringConvertible {
        let written: String
        let shown: String
        init(_ written: String, _ shown: String? = nil) { (self.written, self.shown) = (written, shown ?? written) }
        var testDescription: String { written.debugDescription }
    }

    private static func rewritten(_ pointer: String, _ text: String) throws -> String? {
        let names: [JSON] = [
            ["id": "a", "call": "event", "with": ["name": "", "match": ""]], ["id": "b", "call": "agent", "with": ["stop_when": [""], "prompt": ""]],
            ["id": "c", "switch": ["cases": [["when": "", "steps": []]]]], ["id": "d", "repeat": ["max": 1, "until": "", "yield": "", "steps": []]],
            ["id": "e", "call": "http", "with": ["url": "", "json": ["deep": [""]], "expect": ["schema": ["pattern": ""]]], "note": ""],
            ["id": "f", "each": ["in": "", "as": "x", "steps": []], "when": "", "as": "", "catch": [["value": ["x": ""]]]],
            ["id": "g", "call": "llm", "with": ["output": ["pattern": ""], "prompt": ""]], ["id": "h", "set": ["x": ""]],
            ["id": "i", "fail": ["type": "custom.x", "message": ""]], ["id": "j", "return": ""],
        ]
        let document: JSON = [
            "notes": "", "concurrency": ["key": ""], "steps": .array(names), "result": ["x": ""],
            "tests": [["name": "", "input": ["x": ""], "mocks": ["a": ["output": ["x": ""]]], "expect": ["assert": [""], "output": ["x": ""]]]],
            "unknown": ["when": ""],
        ]
        let place = try #require(Pointer(parsing: pointer))
        try #require(document[place] == "", "\(pointer) is no place of the document")
        let changed = try Patch([["op": "replace", "path": .string(pointer), "value": .string(text)]]).apply(to: document)
        return DisplayForm.rewritten(changed)[place]?.string
    }

    static let conditions = [
        "/steps/0/with/match", "/steps/1/with/stop_when/0", "/steps/2/switch/cases/0/when", "/steps/3/repeat/until", "/steps/5/when",
        "/tests/0/expect/assert/0",
    ]

    static let bareConditions = [
        Case("input.a"), Case("${input.a}", "input.a"), Case("${ input.a\n}", "input.a"), Case("${'}' == x}", "'}' == x"), Case("${a} && ${b}"),
        Case("$${a}"), Case("${a and b}"), Case("${${a}}"), Case("${}"), Case("${a"), Case("a and b"), Case("${a}\n"), Case(" a "),
        Case("x == 'a\nb'", #"x == 'a\nb'"#), Case("${x == \"a\r\nb\rc\"}", #"x == "a\nb\nc""#), Case("x == '''a\nb'''"), Case("x == r'a\nb'"),
        Case("x == b'a\nb'", #"x == b'a\nb'"#), Case("x == bR'a\nb'"), Case("a ||\n  b"),
        Case("a // it's\n || x == '\n'", "a // it's\n || x == '\\n'"),
        Case(#"x == 'it\'s"# + "\n'", #"x == 'it\'s\n'"#), Case("x == '\n"), Case("bar == 'r' + '\n'", #"bar == 'r' + '\n'"#),
        Case("`a\n`.b"), Case("'" + String(repeating: "\n", count: 1_200) + "' == x"),
    ]

    @Test(arguments: conditions) func `a condition stands bare, with its newlines as escapes`(pointer: String) throws {
        for condition in Self.bareConditions { #expect(try Self.rewritten(pointer, condition.written) == condition.shown, "\(condition.written)") }
    }

    static let templates = [
        "/concurrency/key", "/steps/1/with/prompt", "/steps/3/repeat/yield", "/steps/4/with/url", "/steps/4/with/json/deep/0", "/steps/5/each/in",
        "/steps/5/as", "/steps/5/catch/0/value/x", "/steps/6/with/prompt", "/steps/7/set/x", "/steps/8/fail/message", "/steps/9/return", "/result/x",
    ]

    static let texts = [
        Case("${input.a}"), Case("a ${x}\n ${y}"), Case("${x + 'a\nb'} 'c\nd' ${'\n'}", "${x + 'a\\nb'} 'c\nd' ${'\\n'}"),
        Case("$${'\n'} ${'\n'}", "$${'\n'} ${'\\n'}"), Case("$$${\n} ${'\n'}", "$$${\n} ${'\\n'}"),
        Case("\n${a and '\n'} ${'\n'}", "\n${a and '\n'} ${'\\n'}"),
        Case("$${\u{301}\n ${'\n'}", "$${\u{301}\n ${'\\n'}"), Case("${'\n'", "${'\n'"), Case("$\n$ $${ }", "$\n$ $${ }"),
    ]

    @Test(arguments: templates) func `a template's expressions have their newlines as escapes, and its text stays`(pointer: String) throws {
        for text in Self.texts {
            let shown = try #require(try Self.rewritten(pointer, text.written))
            #expect(shown.utf8.elementsEqual(text.shown.utf8), "\(text.written.debugDescription): \(shown.debugDescription)")
        }
    }

    @Test(arguments: [
        "/notes", "/steps/4/note", "/steps/4/with/expect/schema/pattern", "/steps/6/with/output/pattern", "/tests/0/input/x",
        "/tests/0/mocks/a/output/x",
        "/tests/0/expect/output/x", "/unknown/when",
    ])
    func `data stays as it is`(pointer: String) throws {
        for text in Self.texts + Self.bareConditions { #expect(try Self.rewritten(pointer, text.written) == text.written) }
    }

    @Test func `a rewritten expression means the same`() throws {
        let (condition, variables): (String, JSON.Object) = ("${x == 'a\nb' && y == \"\"}", ["x": "a\nb", "y": ""])
        let shown = try #require(try Self.rewritten("/steps/5/when", condition))
        #expect(shown == #"x == 'a\nb' && y == """#)
        #expect(try Trial(of: shown, with: variables).value == Trial(of: condition, with: variables).value)
        #expect(try Trial(of: shown, with: variables).value == true)
    }
}
