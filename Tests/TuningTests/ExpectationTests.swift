import JSON
import Store
import Testing
@testable import Tuning

@Suite struct ExpectationTests {
    private static let schema: JSON = [
        "type": "object",
        "properties": [
            "severity": ["type": "string", "enum": ["normal", "critical"]], "reason": ["type": "string"], "rate": ["type": "number"],
            "triage": ["type": ["object", "null"], "properties": ["posted": ["type": "boolean"]]],
        ],
    ]
    private static let recorded: JSON = ["severity": "critical", "reason": "9 %", "rate": 0.09, "triage": ["posted": true]]

    @Test func `what was corrected is compared, and prose is not`() throws {
        let expected: JSON = ["severity": "normal", "reason": "all is well", "rate": 0.09, "triage": nil]
        let expectation = try #require(Expectation(expected, correcting: Self.recorded, schema: Self.schema))
        #expect(expectation.isMet(by: ["severity": "normal", "reason": "whatever", "rate": 0.5, "triage": nil]))
        #expect(!expectation.isMet(by: ["severity": "critical", "reason": "all is well", "rate": 0.09, "triage": nil]))
        #expect(!expectation.isMet(by: ["severity": "normal", "reason": "all is well", "rate": 0.09, "triage": ["posted": true]]))
        #expect(!expectation.isMet(by: nil))
    }

    @Test func `prose alone is compared word by word`() throws {
        var expected = Self.recorded.object ?? [:]
        expected["reason"] = "10 %"
        let expectation = try #require(Expectation(.object(expected), correcting: Self.recorded, schema: Self.schema))
        #expect(expectation.isMet(by: .object(expected)) && !expectation.isMet(by: Self.recorded))
    }

    @Test func `where nothing was corrected there is nothing to hold an output to`() {
        #expect(Expectation(Self.recorded, correcting: Self.recorded, schema: Self.schema) == nil)
    }

    @Test func `of a run that failed all but prose is compared`() throws {
        let expectation = try #require(Expectation(Self.recorded, correcting: nil, schema: Self.schema))
        #expect(expectation.isMet(by: ["severity": "critical", "reason": "?", "rate": 0.09, "triage": ["posted": true]]))
        #expect(!expectation.isMet(by: ["severity": "critical", "reason": "9 %", "rate": 0.09, "triage": nil]))
    }

    @Test(arguments: [
        ("http.connect", Attribution.network), ("http.timeout", .network), ("timeout", .network), ("http.4xx.401", .auth), ("http.4xx.403", .auth),
        ("http.4xx.429", .rateLimit), ("http.4xx.404", .skill), ("http.5xx.503", .server), ("llm.overloaded", .rateLimit), ("llm.auth", .auth),
        ("limits.cost", .budget), ("schema.input", .input), ("skill.failed", .callee), ("cancelled", .cancelled), ("expr.eval", .skill),
        ("schema.output", .skill), ("custom.odd", .skill), ("llm.invalid_output", .skill), ("timeouts", .skill),
    ])
    func `a failure is the skill's own only when nothing else explains it`(type: String, expected: Attribution) {
        #expect(Attribution(state: .failed, errorType: type) == expected)
        #expect(Attribution(state: .timedOut, errorType: type) == .budget && Attribution(state: .cancelled, errorType: type) == .cancelled)
    }

    @Test func `a run that succeeded and was wrong is the skill's own`() { #expect(Attribution(state: .succeeded, errorType: nil) == .skill) }
}
