import CivilTime
import JSON
import SkillLanguage
import Testing
@testable import Tuning

/// A skill that calls a rate an alarm from its config's `alarm_rate` on, and recorded runs of it.
enum Alarm {
    static let start = Instant(milliseconds: 1_800_000_000_000)

    static func document(test rate: Double = 0.5, config: JSON = Self.config) -> JSON {
        [
            "language": 1, "skill": "alarm", "version": "1.0.0", "summary": "Say whether a rate is an alarm.",
            "input": ["type": "object", "properties": ["rate": ["type": "number"]], "required": ["rate"]], "config": config,
            "output": [
                "type": "object",
                "properties": ["severity": ["type": "string", "enum": ["normal", "critical"]], "reason": ["type": "string"]],
                "required": ["severity", "reason"],
            ],
            "steps": [["id": "read", "call": "http", "with": ["method": "GET", "url": "https://x.example/rate"]]],
            "permits": ["http": ["GET https://x.example/*"]],
            "result": ["severity": "${input.rate >= config.alarm_rate ? 'critical' : 'normal'}", "reason": "the rate is ${input.rate}"],
            "tests": [[
                "name": "a high rate", "input": ["rate": .double(rate)], "mocks": ["read": ["output": ["status": 200, "headers": [:], "body": 1]]],
                "expect": ["assert": ["output.severity == 'critical'"]],
            ]],
        ]
    }

    static let config: JSON = [
        "type": "object",
        "properties": [
            "alarm_rate": ["type": "number", "minimum": 0, "maximum": 0.09, "default": 0.05], "label": ["type": "string", "default": "x"],
        ],
    ]

    static func skill(test rate: Double = 0.5, config: JSON = Self.config) throws -> Skill { try SkillDecoder.decode(document(test: rate, config: config)) }

    static func recording(_ rate: Double, severity: String) -> Recording {
        let entry = Recording.Entry(
            id: CallID(path: "read", attempt: 1), callable: "http", arguments: ["method": "GET", "url": "https://x.example/rate"],
            outcome: Outcome(.success(["status": 200, "headers": [:], "body": 1])), at: start + .seconds(1))
        return Recording(
            facts: RunFacts(id: "r", skill: "alarm", version: "1.0.0"), input: ["rate": .double(rate)], startedAt: start, seed: 1, entries: [entry],
            output: output(severity, rate), error: nil)
    }

    static func output(_ severity: String, _ rate: Double) -> JSON {
        ["severity": .string(severity), "reason": .string("the rate is \(JSON.double(rate).text(.compact))")]
    }

    /// What version 1.0.0 makes of these rates, each labelled good, or as the severity that would have been right.
    static func cases(good: [Double] = [], wrong: [(Double, right: String)] = [], others: [Double] = []) throws -> Cases {
        var cases = Cases()
        func severity(_ rate: Double) -> String { rate >= 0.05 ? "critical" : "normal" }
        for rate in good { cases.add(Case(run: "good \(rate)", recording: recording(rate, severity: severity(rate)), judgement: .good)) }
        for (rate, right) in wrong {
            let recorded = recording(rate, severity: severity(rate))
            let expected: JSON = ["severity": .string(right), "reason": "because"]
            let expectation = try #require(Expectation(expected, correcting: recorded.output, schema: try skill().output.source))
            cases.add(Case(run: "wrong \(rate)", recording: recorded, judgement: .wrong(expectation)))
        }
        for rate in others { cases.add(Case(run: "other \(rate)", recording: recording(rate, severity: severity(rate)), judgement: .none)) }
        return cases
    }
}
