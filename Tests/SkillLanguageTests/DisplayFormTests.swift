import JSON
import SkillLanguage
import Testing

/// The rules of the display form, one by one.
@Suite struct DisplayFormTests {
    static func text(_ document: String) throws -> String { String(decoding: try DisplayForm.bytes(of: Array(document.utf8)), as: UTF8.self) }

    @Test func `keys stand in the schema's order, unknown ones behind, and free maps keep theirs`() throws {
        let text = try Self.text(
            #"{"steps":[{"call":"echo","with":{"b":1,"a":2},"mystery":{"z":1,"y":2},"id":"x"}],"zeta":1,"skill":"s","alpha":2,"language":1}"#)
        #expect(
            text == """
                {
                  "language": 1,
                  "skill": "s",
                  "steps": [
                    { "id": "x", "call": "echo", "with": { "b": 1, "a": 2 }, "mystery": { "z": 1, "y": 2 } }
                  ],
                  "zeta": 1,
                  "alpha": 2
                }

                """)
    }

    @Test func `the rule for the end of the caller stands before the call`() throws {
        #expect(try Self.text(#"{"steps":[{"call":"skill:a@^1","parent_close":"abandon","timeout":"1s","id":"x"}]}"#).contains(
            #"{ "id": "x", "timeout": "1s", "parent_close": "abandon", "call": "skill:a@^1" }"#))
    }

    @Test func `a loop has an order of its own`() throws {
        let text = try Self.text(#"{"skill":"a@^1","input":{"b":1,"a":2},"schedule":{"zone":"UTC","cron":"0 9 * * *"},"loop":"a"}"#)
        #expect(
            text == """
                {
                  "loop": "a",
                  "schedule": { "cron": "0 9 * * *", "zone": "UTC" },
                  "skill": "a@^1",
                  "input": { "b": 1, "a": 2 }
                }

                """)
    }

    @Test func `arguments have the order of what is called, and schemas that of their keywords`() throws {
        let text = try Self.text(
            #"""
            {"steps": [{"id": "a", "call": "llm", "with": {"prompt": "p", "model": "m", "output": {"properties": {"b":
            {"default": 1, "type": "integer"}, "a": true}, "type": "object"}}}, {"id": "b", "call": "http", "with": {"url": "u", "query": {"z": 1, "a": 2}, "method": "GET"}}]}
            """#)
        #expect(
            text == """
                {
                  "steps": [
                    {
                      "id": "a",
                      "call": "llm",
                      "with": {
                        "model": "m",
                        "prompt": "p",
                        "output": {
                          "type": "object",
                          "properties": { "b": { "type": "integer", "default": 1 }, "a": true }
                        }
                      }
                    },
                    {
                      "id": "b",
                      "call": "http",
                      "with": { "method": "GET", "url": "u", "query": { "z": 1, "a": 2 } }
                    }
                  ]
                }

                """)
    }

    @Test func `a line has at most 100 columns, its comma included, and a column is a code point`() throws {
        // `  "set": { "a": "", "b": 1 }` without the text has 28 columns.
        let room = 72
        for (length, letter, lines) in [(room, "x", 4), (room + 1, "x", 7), (room, "é", 4), (room, "🙂", 4), (room + 1, "é", 7)] {
            let text = String(repeating: letter, count: length)
            #expect(try Self.text("{\"x\": 1, \"set\": {\"a\": \"\(text)\", \"b\": 1}}").split(separator: "\n").count == lines)
            #expect(try Self.text("{\"set\": {\"a\": \"\(text)\", \"b\": 1}, \"x\": 1}").split(separator: "\n").count == (length == room ? 7 : lines))
        }
    }

    @Test(arguments: [
        (#"{"x": []}"#, #"{ "x": [] }"#), (#"{"x": {}}"#, #"{ "x": {} }"#), (#"{"x":[1,[2,"a"],null]}"#, #"{ "x": [1, [2, "a"], null] }"#),
        (#"{"x":[{}]}"#, "{\n    \"x\": [\n      {}\n    ]\n  }"),
    ])
    func `short lists are on one line, lists with objects never`(value: String, shown: String) throws {
        #expect(try Self.text("{\"y\": \(value)}") == "{\n  \"y\": \(shown)\n}\n")
    }

    @Test(arguments: [("{}", "{}\n"), ("[]", "[]\n"), (" 1.0 ", "1.0\n"), ("[1,2]", "[\n  1,\n  2\n]\n"), (#""a""#, "\"a\"\n")])
    func `what is no document at all is laid out too`(text: String, shown: String) throws { #expect(try Self.text(text) == shown) }

    @Test(arguments: ["1.50", "1e3", "-0", "-0.0", "1E+2", "100000000000000000000.0", "0.1e-7", "9223372036854775807"])
    func `a number keeps its text`(number: String) throws {
        let shown = "{\n  \"x\": [\"-1\\\"2\", \(number)],\n  \"3\": \(number)\n}\n"
        #expect(try Self.text("{\"x\": [\"-1\\\"2\", \(number)], \"3\": \(number)}") == shown)
    }

    @Test func `strings have the fewest escapes`() throws {
        #expect(try Self.text(#"{"x": "\u00e9\/\u0041\n\u0001\ud83d\ude42"}"#) == "{\n  \"x\": \"é/A\\n\\u0001🙂\"\n}\n")
    }

    @Test(arguments: [
        ("{\"a\": 1,\n \"b\": }", 2, 7), ("{\"a\": 1,\n  \"b\": {\"c\": 1, \"c\": 2}}", 2, 17), ("", 1, 1), ("{} x", 1, 4),
    ])
    func `what is not JSON, or has a key twice, is refused with its place`(text: String, line: Int, column: Int) throws {
        let error = #expect(throws: JSON.ParseError.self) { try Self.text(text) }
        #expect(error?.position.line == line && error?.position.column == column)
    }

    @Test func `the deepest document there is can be laid out`() throws {
        let text = "{\"notes\": " + String(repeating: "[", count: 511) + String(repeating: "]", count: 511) + "}"
        let shown = try Self.text(text)
        #expect(try Self.text(shown) == shown)
        #expect(try JSON(parsing: shown) == JSON(parsing: text))
    }

    @Test func `a value without a text is written as its text would be`() throws {
        let text = Array(#"{"steps": [{"call": "echo", "id": "a"}], "skill": "s", "x": [1, 1.5, true]}"#.utf8)
        #expect(try DisplayForm.bytes(of: JSON(parsing: text)) == DisplayForm.bytes(of: text))
    }
}
