import JSON
import Testing

@testable import SkillLanguage

/// What attached tests are given and what they say.
@Suite struct TestRunnerTests {
    private static let get = #""call": "http", "with": {"method": "GET", "url": "https://a.example.com"}"#

    @Test func `a list of mocks feeds successive tries, and the last is repeated`() throws {
        let steps = #"""
            [{"id": "e", "each": {"in": [1, 2, 3], "as": "x", "steps": [{"id": "a", \#(Self.get), "as": "${out.body}", "retry": {"attempts": 2}}]}}]
            """#
        let mocks = #"{"a": [{"error": {"type": "http.connect"}}, {"output": {"body": "x"}}, {"output": {"body": "y"}}]}"#
        try Scenario.expect("${steps.e}", is: ["x", "y", "y"], after: steps, mocks: mocks)
    }

    @Test func `wait and echo need no mock, and may have one`() throws {
        let steps = #"[{"id": "w", "call": "wait", "with": {"for": "1s"}}, {"id": "e", "call": "echo", "with": {"n": 1}}]"#
        try Scenario.expect("${steps.e.n}", is: 1, after: steps)
        try Scenario.expect("${steps.e.n}", is: 2, after: steps, mocks: #"{"e": {"output": {"n": 2}}}"#)
        try Scenario.expect(error: "custom.x", after: steps, mocks: #"{"w": {"error": {"type": "custom.x"}}}"#)
    }

    @Test func `time is virtual: a wait of days is over at once`() throws {
        let steps = #"[{"id": "w", "call": "wait", "with": {"until": "2026-02-01T00:00:00Z"}}]"#
        try Scenario.expect("${string(run.now)}", is: "2026-02-01T00:00:00Z", after: steps, limits: #"{"duration": "60d"}"#)
    }

    @Test func `a call that is reached without a mock is a finding with the place for it`() throws {
        let report = try Scenario(steps: #"[{"id": "a", \#(Self.get), "catch": [{"value": 1}]}]"#).report()
        #expect(report.findings.map { "\($0.code) \($0.pointer)" } == ["E52 /tests/0/mocks"])
        #expect(report.findings.first?.hint == "add \"a\": {\"output\": ...} to the mocks")
    }

    @Test func `defaults of the input are filled in and settings can be overridden`() throws {
        let scenario = Scenario(
            steps: #"[{"id": "a", "call": "echo", "with": {"n": "${input.n}", "c": "${config.c}"}}]"#, config: #"{"c": 5}"#,
            expect: #"{"assert": ["calls.a.n == 7.0", "calls.a.c == 5.0"]}"#)
        #expect(try scenario.problems() == [])
    }

    @Test func `calls are the last resolved arguments, attempts count over all iterations`() throws {
        let scenario = Scenario(
            steps: #"[{"id": "e", "each": {"in": [1, 2, 3], "as": "x", "steps": [{"id": "a", "call": "echo", "with": {"x": "${x}"}}]}}]"#,
            expect: #"{"assert": ["calls.a.x == 3.0", "attempts.a == 3.0"], "attempts": {"a": 3}}"#)
        #expect(try scenario.problems() == [])
    }

    @Test func `secrets are never in what a test sees`() throws {
        let assertion: JSON = "calls.fetch.headers.authorization == 'Bearer <TOKEN>'"
        let document = try Patch([["op": "add", "path": "/tests/0/expect/assert/-", "value": assertion]]).apply(to: InvalidSkillTests.good)
        #expect(InvalidSkillTests.places(document) == [])
    }

    static let failing: [(expect: String, place: String, message: String)] = [
        (#"{"output": {"v": {"list": [1, 2, 3], "name": "x"}}}"#, "/output", "the output differs at /v/list/1: expected 2, got 5"),
        (#"{"output": {"v": {"list": [1, 5], "name": "x"}, "w": 1}}"#, "/output", "the output differs at /w: expected 1, got nothing"),
        (#"{"output": {}}"#, "/output", #"the output differs at /v: expected nothing, got {"list":[1,5],"name":"x"}"#),
        (#"{"output": {"v": {"list": [1, 5], "name": "y"}}}"#, "/output", #"the output differs at /v/name: expected "y", got "x""#),
        (#"{"error": "custom.x"}"#, "/error", #"expected the error custom.x, the run succeeded with {"v":{"list":[1,5],"name":"x"}}"#),
        (#"{"ran": ["skipped"]}"#, "/ran", "the step skipped did not run"), (#"{"not_ran": ["a"]}"#, "/not_ran", "the step a ran"),
        (#"{"attempts": {"a": 2}}"#, "/attempts/a", "expected 2 attempts of a, made 1"),
        (#"{"attempts": {"skipped": 1}}"#, "/attempts/skipped", "expected 1 attempts of skipped, made 0"),
        (
            #"{"assert": ["true", "output.v.name == 'y'"]}"#, "/assert/1",
            #"output.v.name == 'y' does not hold for output {"v":{"list":[1,5],"name":"x"}}"#
        ),
        (#"{"assert": ["output.nope"]}"#, "/assert/0", "output.nope fails: "),
    ]

    @Test(arguments: 0..<failing.count)
    func `a failing expectation tells the first differing place, what was expected and what came`(_ index: Int) throws {
        let (expect, place, message) = Self.failing[index]
        let steps = #"[{"id": "a", "call": "echo", "with": {"list": [1, 5], "name": "x"}}, {"id": "skipped", "when": "false", "call": "echo"}]"#
        let report = try Scenario(steps: steps, result: #"{"v": "${steps.a}"}"#, expect: expect).report()
        #expect(report.findings.map(\.code) == ["E51"] && !report.passed)
        #expect(report.findings.map(\.pointer) == ["/tests/0/expect" + place])
        #expect(report.findings.first?.message.hasPrefix("test \"one\": \(message)") == true, "\(report.findings)")
    }

    @Test func `a run that fails where none is expected to, or otherwise, is told with its error and step`() throws {
        let steps = #"[{"id": "a", "fail": {"type": "custom.x", "message": "why"}}]"#
        #expect(try Scenario(steps: steps, expect: #"{"output": {}}"#).problems() == [#"test "one": the run failed with custom.x: why (step a)"#])
        #expect(
            try Scenario(steps: steps, expect: #"{"error": "custom.y"}"#).problems()
                == [#"test "one": expected the error custom.y, the run failed with custom.x: why (step a)"#])
    }

    @Test func `an error is expected by its name or by one above it`() throws {
        let steps = #"[{"id": "a", \#(Self.get)}]"#, mocks = #"{"a": {"error": {"type": "http.5xx.503"}}}"#
        for name in ["http.5xx.503", "http.5xx", "http"] { try Scenario.expect(error: name, after: steps, mocks: mocks) }
    }

    @Test func `an input that does not fit the schema fails the test with schema input`() throws {
        var scenario = Scenario(
            steps: #"[{"id": "a", "call": "echo"}]"#, input: #"{"n": "x"}"#, expect: #"{"error": "schema.input", "not_ran": ["a"]}"#)
        #expect(try scenario.problems() == [])
        scenario.expect = #"{"output": {}}"#
        #expect(try scenario.problems().count == 1)
    }

    // MARK: coverage

    static let branching = #"""
        [{"id": "maybe", "when": "input.n > 1.0", "call": "echo"},
         {"id": "pick", "switch": {"cases": [
            {"when": "input.n == 1.0", "steps": [{"id": "one", "set": {"x": 1}}]},
            {"when": "input.n == 2.0", "steps": [{"id": "two", "set": {"x": 2}}]}],
          "else": [{"id": "more", "set": {"x": 3}}]}},
         {"id": "bare", "switch": {"cases": [{"when": "input.n == 2.0", "steps": [{"id": "only", "set": {"y": 1}}]}]}},
         {"id": "risky", "when": "input.n > 2.0", "fail": {"type": "custom.x", "message": "m"},
          "catch": [{"on": ["timeout"], "value": 1}, {"value": 2}]}]
        """#

    private static let all = [
        "the step \"maybe\" with its \"when\" true", "the step \"maybe\" with its \"when\" false", "case 1 of the switch \"pick\"",
        "case 2 of the switch \"pick\"", "the else of the switch \"pick\"", "case 1 of the switch \"bare\"",
        "the step \"risky\" with its \"when\" true", "the step \"risky\" with its \"when\" false", "catch clause 1 of \"risky\"",
        "catch clause 2 of \"risky\"",
    ]

    @Test(arguments: [
        ([], []), ([1], [1, 2, 7]), ([2], [0, 3, 5, 7]), ([3], [0, 4, 6, 9]), ([1, 2, 3], [0, 1, 2, 3, 4, 5, 6, 7, 9]),
    ] as [([Int], [Int])])
    func `every arm, every clause and both sides of a when are to be taken`(inputs: [Int], taken: [Int]) throws {
        let traces = try inputs.map { try Scenario(steps: Self.branching, input: "{\"n\": \($0)}").report().trace }
        let coverage = Coverage(of: try Scenario(steps: Self.branching).skill(), by: traces)
        #expect(coverage.branches.map(\.description) == Self.all)
        #expect(coverage.untaken.map(\.description) == Self.all.indices.filter { !taken.contains($0) }.map { Self.all[$0] })
        #expect(coverage.taken == taken.count)
        #expect(coverage.findings(.warning).allSatisfy { $0.code == "E54" && $0.severity == .warning })
    }
}
