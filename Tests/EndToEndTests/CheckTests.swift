import JSON
import Testing
import Workspace

/// `ratchet check` on files, with no server.
@Suite(.timeLimit(.minutes(2))) struct CheckTests {
    /// The skill with one value changed.
    private func greet(_ path: String, _ value: JSON) throws -> JSON {
        try Patch([["op": "add", "path": .string(path), "value": value]]).apply(to: Documents.greet)
    }

    @Test func `a sound file is ok and ends with 0`() async throws {
        let ground = try Ground()
        try ground.write("greet/skill.json", Documents.greet)
        let result = try await ground.ratchet("check", "greet/skill.json")
        #expect(result.code == 0 && result.output == "greet/skill.json: ok" && result.errors.isEmpty, "\(result)")
        #expect(try await ground.answer("check", "greet/skill.json")["items"] == [])
    }

    @Test func `a mistake is shown with its place, its line and a caret, and ends with 1`() async throws {
        let ground = try Ground()
        try ground.write("greet/skill.json", try greet("/steps/0/with/text", "hello ${input.nmae}"))
        let result = try await ground.ratchet("check", "greet/skill.json")
        #expect(result.code == 1, "\(result)")
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let first = try #require(lines.first)
        let text = try #require(try Files.read("\(ground.workspace)/greet/skill.json"))
        let position = try #require(text.firstRange(of: Array("nmae".utf8)))
        let line = text[..<position.lowerBound].count { $0 == UInt8(ascii: "\n") } + 1
        #expect(first.hasPrefix("greet/skill.json:\(line):") && first.contains(": E12 ") && first.contains("did you mean 'name'?"), "\(result)")
        let caret = try #require(lines[2].firstIndex(of: "^"))
        #expect(lines[1][caret...].hasPrefix(".nmae") || lines[1][caret...].hasPrefix("nmae"), "\(result)")
    }

    @Test func `JSON has the same findings with their places`() async throws {
        let ground = try Ground()
        try ground.write("greet/skill.json", try greet("/steps/0/with/text", "${input.nmae} ${input.name.size() / 2}"))
        let result = try await ground.ratchet("check", "--json", "greet/skill.json")
        #expect(result.code == 1)
        let items = try #require(try JSON(parsing: Array(result.output.utf8))["items"]?.array)
        #expect(items.compactMap { $0["code"]?.string } == ["E12", "E15"])
        let first = try #require(items.first)
        #expect(first["file"] == "greet/skill.json" && first["pointer"] == "/steps/0/with/text" && first["severity"] == "error")
        #expect(first["line"]?.int != nil && first["column"]?.int != nil && first["hint"] == "did you mean 'name'?")
    }

    @Test func `a document is read from standard input`() async throws {
        let ground = try Ground()
        try ground.write("piped.json", try greet("/steps/0/whn", "true"))
        let result = try await ground.ratchet("check", "-", reading: "piped.json")
        #expect(result.code == 1 && result.output.contains("E03") && result.output.hasPrefix("-:"), "\(result)")
        try ground.write("piped.json", Documents.greet)
        let sound = try await ground.ratchet("check", "-", reading: "piped.json")
        #expect(sound.code == 0 && sound.output == "-: ok", "\(sound)")
    }

    @Test func `several files are checked together, each with its findings`() async throws {
        let ground = try Ground()
        try ground.write("greet/skill.json", Documents.greet)
        try ground.write("hello/skill.json", Documents.greet)
        try ground.write("broken.json", "{\n  \"skill\": ,\n}\n")
        let result = try await ground.ratchet("check", "greet/skill.json", "hello/skill.json", "broken.json")
        #expect(result.code == 1, "\(result)")
        for words in ["greet/skill.json: ok", ": E06 ", "broken.json:2:"] { #expect(result.output.contains(words), "\(result)") }
    }

    @Test(arguments: [["check"], ["check", "nowhere.json"], ["check", "--nonsense", "a.json"], ["check", "--against", "nowhere.json", "a.json"]])
    func `a question that is put wrongly ends with 2`(arguments: [String]) async throws {
        let ground = try Ground()
        try ground.write("a.json", Documents.greet)
        let result = try await ground.start(arguments).finish()
        #expect(result.code == 2 && result.output.isEmpty && !result.errors.isEmpty, "\(result)")
    }

    @Test func `warnings alone are fine, and strict makes untested branches errors`() async throws {
        let ground = try Ground()
        try ground.write("greet/skill.json", try greet("/steps/0/when", "input.name != ''").replacing("result", with: ["text": "x"], tests: "x"))
        let lenient = try await ground.ratchet("check", "greet/skill.json")
        #expect(lenient.code == 0 && lenient.output.contains("E54 warning"), "\(lenient)")
        #expect(try await ground.ratchet("check", "--strict", "greet/skill.json").code == 1)
    }

    // MARK: versions and loops

    @Test func `a skill in a workspace is compared with its live version`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        #expect(try await ground.ratchet("check", "skills/greet/skill.json").code == 0)
        try ground.write(try greet("/version", "0.9.0"))
        #expect(try await ground.codes("check", "skills/greet/skill.json") == ["E60"])
        try ground.write(try greet("/version", "1.0.1").replacing("output", with: ["type": "object"], tests: nil))
        #expect(try await ground.codes("check", "skills/greet/skill.json") == ["E61"])
        try ground.write(try greet("/summary", "Greet somebody else."))
        #expect(try await ground.codes("check", "skills/greet/skill.json") == [])
    }

    @Test func `a version that leaves its callers behind is told`() async throws {
        let caller = try Patch([
            ["op": "replace", "path": "/skill", "value": "caller"], ["op": "add", "path": "/permits", "value": ["skills": ["greet@^1"]]],
            ["op": "replace", "path": "/steps/0", "value": ["id": "say", "call": "skill:greet@^1", "with": ["name": "${input.name}"]]],
            ["op": "replace", "path": "/tests/0/mocks", "value": ["say": ["output": ["text": "hello Kim"]]]],
        ]).apply(to: Documents.greet)
        let ground = try await Ground.prepared(skills: [Documents.greet, caller])
        #expect(try await ground.codes("check", "skills/caller/skill.json") == [])
        try ground.write(try greet("/version", "2.0.0"))
        #expect(try await ground.codes("check", "skills/greet/skill.json") == ["E62"])
        #expect(try await ground.codes("check", "skills/caller/skill.json") == ["E21"])
    }

    @Test func `the version to compare with can be named`() async throws {
        let ground = try Ground()
        try ground.write("old/skills/greet/skill.json", Documents.greet)
        try ground.write("greet/skill.json", try greet("/version", "0.1.0"))
        #expect(try await ground.codes("check", "greet/skill.json") == [])
        #expect(try await ground.codes("check", "--against", "old", "greet/skill.json") == ["E60"])
        #expect(try await ground.codes("check", "--against", "old/skills/greet/skill.json", "greet/skill.json") == ["E60"])
    }

    @Test func `a loop is checked with its skill`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        try ground.write(loop: Documents.loop("hello", skill: "greet"))
        #expect(try await ground.codes("check", "cron/hello.json") == [])
        try ground.write(loop: Documents.loop("hello", skill: "gret"))
        #expect(try await ground.codes("check", "cron/hello.json") == ["L05"])
        let wrong = try Patch([["op": "add", "path": "/input", "value": ["name": 7]]]).apply(to: Documents.loop("hello", skill: "greet"))
        try ground.write(loop: wrong)
        let result = try await ground.ratchet("check", "cron/hello.json")
        #expect(result.code == 1, "\(result)")
        for words in [": L08 ", "    \"name\": 7", "^"] { #expect(result.output.contains(words), "\(result)") }
    }

    @Test func `outside of a workspace a loop's skill is only a warning, unless it is given as well`() async throws {
        let ground = try Ground()
        try ground.write("hello.json", Documents.loop("hello", skill: "greet"))
        let alone = try await ground.ratchet("check", "hello.json")
        #expect(alone.code == 0 && alone.output.contains("L05 warning"), "\(alone)")
        try ground.write("greet/skill.json", Documents.greet)
        let both = try await ground.ratchet("check", "hello.json", "greet/skill.json")
        #expect(both.code == 0 && both.output == "hello.json: ok\ngreet/skill.json: ok", "\(both)")
    }
}

extension Ground {
    /// Runs the command with a file of the workspace as its standard input.
    fileprivate func ratchet(_ arguments: String..., reading file: String) async throws -> Program.Result {
        try await start(arguments, reading: file).finish()
    }

    /// The codes of all findings.
    fileprivate func codes(_ arguments: String...) async throws -> [String] {
        let result = try await start(arguments + ["--json"]).finish()
        let items = try #require(try JSON(parsing: Array(result.output.utf8))["items"]?.array, "\(result)")
        return items.compactMap { $0["code"]?.string }
    }
}

extension JSON {
    /// The document with another member, and its first test expecting only this text.
    fileprivate func replacing(_ key: String, with value: JSON, tests text: String?) throws -> JSON {
        let expectation: JSON = text.map { ["output": ["text": .string($0)]] } ?? ["output": ["text": "hello Kim"]]
        return try Patch([
            ["op": "replace", "path": .string("/" + key), "value": value], ["op": "replace", "path": "/tests/0/expect", "value": expectation],
        ]).apply(to: self)
    }
}
