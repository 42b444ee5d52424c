import JSON
import Testing

/// `ratchet test`, `explain`, `eval` and `schema`, which need neither a workspace nor a server.
@Suite(.timeLimit(.minutes(2))) struct LanguageCommandTests {
    private func greet(_ changes: JSON...) throws -> JSON { try Patch(.array(changes)).apply(to: Documents.greet) }

    // MARK: test

    @Test func `the tests of a skill are run and counted`() async throws {
        let ground = try Ground()
        try ground.write("greet.json", Documents.greet)
        let result = try await ground.ratchet("test", "greet.json")
        #expect(result.code == 0 && result.output.contains("ok   greets") && result.output.contains("1 of 1 tests pass"), "\(result)")
    }

    @Test func `a test that fails is shown with what was expected, and ends with 1`() async throws {
        let ground = try Ground()
        try ground.write("greet.json", try greet(["op": "replace", "path": "/tests/0/expect/output/text", "value": "good day"]))
        let result = try await ground.ratchet("test", "greet.json")
        #expect(result.code == 1 && result.output.contains("FAIL greets") && result.output.contains("0 of 1 tests pass"), "\(result)")
        #expect(result.output.contains("good day") && result.output.contains("hello Kim"), "\(result)")
        let json = try await ground.ratchet("test", "--json", "greet.json")
        let item = try #require(try JSON(parsing: Array(json.output.utf8))["items"]?.array?.first)
        let test = try #require(item["tests"]?.array?.first)
        #expect(json.code == 1 && test["name"] == "greets" && test["passed"] == false && test["problems"]?.array?.count == 1)
    }

    @Test func `branches that no test takes are listed, and do not fail`() async throws {
        let ground = try Ground()
        let step: JSON = ["id": "more", "when": "input.name == ''", "set": ["x": 1]]
        try ground.write("greet.json", try greet(["op": "add", "path": "/steps/1", "value": step]))
        let result = try await ground.ratchet("test", "greet.json")
        #expect(result.code == 0 && result.output.contains("1 of 2 branches") && result.output.contains("not taken: the step \"more\""), "\(result)")
    }

    @Test func `nothing is run of a skill with errors`() async throws {
        let ground = try Ground()
        try ground.write("greet.json", try greet(["op": "remove", "path": "/steps"]))
        let result = try await ground.ratchet("test", "greet.json")
        #expect(result.code == 1 && result.output.contains("no test ran") && result.output.contains("E01"), "\(result)")
    }

    // MARK: explain

    @Test func `a code is explained with what is wrong and what is right`() async throws {
        let ground = try Ground()
        let result = try await ground.ratchet("explain", "e19")
        #expect(result.code == 0 && result.output.hasPrefix("E19 error: "), "\(result)")
        for words in ["  wrong  ", "  right  "] { #expect(result.output.contains(words), "\(result)") }
        let answer = try await ground.answer("explain", "L08")
        #expect(answer["code"] == "L08" && answer["severity"] == "error" && answer["rule"]?.string?.isEmpty == false)
    }

    @Test func `without a code all are listed, and one that is not there is a wrong question`() async throws {
        let ground = try Ground()
        let listed = try await ground.answer("explain")["items"]?.array?.compactMap { $0["code"]?.string } ?? []
        #expect(listed.count > 40 && listed.contains("E01") && listed.contains("E62") && listed.contains("L08"))
        let lines = try await ground.ratchet("explain").output.split(separator: "\n")
        #expect(lines.count == listed.count)
        let unknown = try await ground.ratchet("explain", "E99")
        #expect(unknown.code == 2 && unknown.errors.contains("there is no code E99"), "\(unknown)")
    }

    // MARK: eval

    @Test func `an expression is evaluated, with its type and cost`() async throws {
        let ground = try Ground()
        let result = try await ground.ratchet("eval", "1 + 2")
        #expect(result.code == 0 && result.output == "3\ntype int, cost 3 of 100000", "\(result)")
        try ground.write("data.json", #"{"input": {"items": [{"cost": 6}, {"cost": 1}]}}"#)
        let answer = try await ground.answer("eval", "${input.items.filter(x, x.cost > 5.0).size()}", "--with", "@data.json")
        #expect(answer["value"] == 1 && answer["type"] == "int" && answer["limit"] == 100_000)
        #expect(answer["cost"]?.int ?? 0 > 5)
        let given = try await ground.ratchet("eval", "input.name.upperAscii()", "--with", #"{"input": {"name": "kim"}}"#)
        #expect(given.code == 0 && given.output.hasPrefix("\"KIM\"\ntype string"), "\(given)")
    }

    @Test(arguments: [
        (["eval", "a and b"], 1, "E10"), (["eval", "input.x", "--with", #"{"input": {}}"#], 1, "no such key"),
        (["eval", "lists.range(50000).map(x, [x, x]).size()"], 1, "100000"), (["eval", "1", "--with", "[1]"], 2, "JSON object"),
        (["eval"], 2, "expression"),
    ] as [([String], Int32, String)])
    func `an expression that has no value says why`(arguments: [String], code: Int32, words: String) async throws {
        let result = try await Ground().ratchet(arguments)
        #expect(result.code == code && result.output.isEmpty && result.errors.contains(words), "\(result)")
    }

    // MARK: schema

    @Test func `the schemas for editors are printed, and take what they are for`() async throws {
        let ground = try Ground()
        for (name, document) in [("skill", Documents.greet), ("loop", Documents.loop("hello", skill: "greet"))] {
            let result = try await ground.ratchet("schema", name)
            #expect(result.code == 0)
            let schema = try Schema(compiling: try JSON(parsing: Array(result.output.utf8)), keywords: .lenient)
            #expect(schema.isValid(document) && !schema.isValid(["language": 1]))
        }
        #expect(try await ground.ratchet("schema").output == ground.ratchet("schema", "skill").output)
        #expect(try await ground.ratchet("schema", "verse").code == 2)
    }
}
