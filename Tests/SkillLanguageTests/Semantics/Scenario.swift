import JSON
import Testing

@testable import SkillLanguage

/// A skill of a few steps and one test of it, written as JSON texts.
struct Scenario {
    var steps: String
    var result = "{}"
    var cleanup = "[]"
    var input = "{}"
    var config = "{}"
    var limits = "{}"
    var mocks = "{}"
    var expect = #"{"ran": []}"#

    /// Begins at 2026-01-01T00:00:00Z; input and output are objects of any form.
    func skill() throws -> Skill {
        func json(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }
        let open: JSON = ["type": "object", "properties": ["n": ["type": "integer", "default": 7]]]
        var document: JSON.Object = [
            "language": 1, "skill": "scenario", "summary": "A few steps to look at.", "input": open, "output": ["type": "object"],
            "config": ["type": "object", "properties": ["c": ["type": "integer", "default": 1]]], "limits": try json(limits),
            "steps": try json(steps), "result": try json(result),
            "tests": [["name": "one", "input": try json(input), "config": try json(config), "mocks": try json(mocks), "expect": try json(expect)]],
        ]
        if cleanup != "[]" { document["finally"] = try json(cleanup) }
        return try SkillDecoder.decode(.object(document))
    }

    func report() throws -> TestRunner.Report {
        let skill = try skill()
        return TestRunner.run(skill.tests[0], of: skill)
    }

    /// What the test says, without codes.
    func problems() throws -> [String] { try report().findings.map(\.message) }

    /// Runs the steps and expects that `value`, a template, yields `expected`; or that the run fails with `error`.
    static func expect(
        _ value: String, is expected: JSON, after steps: String, mocks: String = "{}", limits: String = "{}", cleanup: String = "[]",
        notRan: String = "[]", at place: SourceLocation = #_sourceLocation
    ) throws {
        let template = JSON.object(["v": .string(value)]).text(.compact)
        let wanted = JSON.object(["output": ["v": expected], "not_ran": try JSON(parsing: Array(notRan.utf8))]).text(.compact)
        let scenario = Scenario(steps: steps, result: template, cleanup: cleanup, limits: limits, mocks: mocks, expect: wanted)
        #expect(try scenario.problems() == [], sourceLocation: place)
    }

    static func expect(
        error: String, after steps: String, mocks: String = "{}", limits: String = "{}", cleanup: String = "[]", ran: String = "[]",
        notRan: String = "[]", at place: SourceLocation = #_sourceLocation
    ) throws {
        let wanted = #"{"error": "\#(error)", "ran": \#(ran), "not_ran": \#(notRan)}"#
        let scenario = Scenario(steps: steps, cleanup: cleanup, limits: limits, mocks: mocks, expect: wanted)
        #expect(try scenario.problems() == [], sourceLocation: place)
    }
}
