import JSON
import SkillLanguage
import Testing
@testable import Tuning

@Suite struct SearchTests {
    private static let falseAlarms: [(Double, right: String)] = [(0.051, "normal"), (0.055, "normal"), (0.062, "normal")]
    private static let good = [0.01, 0.02, 0.2]

    private static func finding(_ cases: Cases, resting: Set<String> = [], skill: Skill? = nil) async throws -> Search.Finding {
        try await Search(try skill ?? Alarm.skill(), cases: cases, resting: resting).finding()
    }

    @Test func `the smallest change is found that puts most runs right and changes no good one`() async throws {
        let finding = try await Self.finding(try Alarm.cases(good: Self.good, wrong: Self.falseAlarms, others: [0.058, 0.9]))
        let change = try #require(finding.change)
        #expect(change.setting == "alarm_rate" && change.from == 0.05 && change.to == 0.065)
        #expect(change.right == ["wrong 0.051", "wrong 0.055", "wrong 0.062"] && change.broken.isEmpty)
        #expect(finding.opposing == ["other 0.058"])
        #expect(finding.reason.contains("3 of 3 runs") && finding.reason.contains("none of 3"), "\(finding.reason)")
        // Every value within the bounds is told, with what it does.
        #expect(finding.trials.map(\.to) == [0.055, 0.045, 0.06, 0.04, 0.065, 0.035, 0.07, 0.03, 0.075, 0.025, 0.08, 0.09])
        #expect(finding.trials.filter { $0.outcome == .fits }.map(\.to) == [0.06, 0.065, 0.07, 0.075, 0.08, 0.09])
    }

    @Test func `missed alarms move it the other way`() async throws {
        let missed: [(Double, right: String)] = [(0.041, "critical"), (0.045, "critical"), (0.049, "critical")]
        let finding = try await Self.finding(try Alarm.cases(good: Self.good, wrong: missed))
        #expect(finding.change?.to == 0.04)
    }

    @Test func `a good run that would change rules a value out`() async throws {
        let finding = try await Self.finding(try Alarm.cases(good: Self.good + [0.061], wrong: Self.falseAlarms))
        // 0.065 would make a normal of 0.061.
        #expect(finding.change?.to == 0.06 && finding.change?.right.count == 2)
        #expect(finding.trials.first { $0.to == 0.065 }?.outcome == .breaksGood)
        #expect(finding.trials.first { $0.to == 0.065 }?.broken == ["good 0.061"])
    }

    @Test(arguments: [(2, 3), (3, 2), (0, 0)])
    func `with too few labels of either kind nothing is tried`(wrong: Int, good: Int) async throws {
        let cases = try Alarm.cases(good: Array(Self.good.prefix(good)), wrong: Array(Self.falseAlarms.prefix(wrong)), others: [0.058, 0.3, 0.4])
        let finding = try await Self.finding(cases)
        #expect(finding.change == nil && finding.trials.isEmpty && finding.reason.hasPrefix("inconclusive: \(wrong) runs"), "\(finding.reason)")
    }

    @Test func `one run put right is not enough`() async throws {
        let wrong: [(Double, right: String)] = [(0.055, "normal"), (0.5, "normal"), (0.6, "normal")]
        let finding = try await Self.finding(try Alarm.cases(good: Self.good, wrong: wrong))
        #expect(finding.change == nil && finding.trials.allSatisfy { $0.outcome == .helpsTooFew })
    }

    @Test func `a value with which a test of the skill fails gives way to the next`() async throws {
        let cases = try Alarm.cases(good: Self.good, wrong: Self.falseAlarms)
        let finding = try await Self.finding(cases, skill: try Alarm.skill(test: 0.0605))
        #expect(finding.change?.to == 0.06)
        #expect(finding.trials.filter { $0.outcome == .failsTests }.map(\.to) == [0.065, 0.07, 0.075, 0.08, 0.09])
    }

    @Test func `a setting that rests after a rejection is left alone`() async throws {
        let finding = try await Self.finding(try Alarm.cases(good: Self.good, wrong: Self.falseAlarms), resting: ["alarm_rate"])
        #expect(finding.change == nil && finding.trials.allSatisfy { $0.outcome == .resting })
        #expect(finding.reason.contains("left alone after a rejection: alarm_rate"))
    }

    @Test func `runs that the live version already brings out as expected do not count, and neither do good ones that it changes`() async throws {
        let tuned = try Alarm.skill(config: [
            "type": "object", "properties": ["alarm_rate": ["type": "number", "minimum": 0, "maximum": 1, "default": 0.07]],
        ])
        let finding = try await Self.finding(try Alarm.cases(good: Self.good + [0.06], wrong: Self.falseAlarms), skill: tuned)
        #expect(finding.wrong == 0 && finding.good == 3 && finding.change == nil)
    }

    @Test func `a skill without numbers has nothing to tune`() async throws {
        let finding = try await Search(
            try Alarm.skill(config: ["type": "object", "properties": ["alarm_rate": ["type": "number"]]]), cases: Cases()
        ).finding()
        #expect(finding.reason.contains("no numbers"))
    }

    @Test func `candidates are from half to double, rounded, within the bounds, and none for zero and texts`() throws {
        func values(_ schema: JSON) throws -> [JSON] {
            let skill = try Alarm.skill(config: [
                "type": "object", "properties": ["alarm_rate": ["type": "number", "default": 0.05], "n": schema],
            ])
            let setting = try #require(Setting.all(of: skill).first { $0.name == "n" })
            return setting.candidates(of: skill)
        }
        #expect(try values(["type": "integer", "default": 3]) == [4, 2, 5, 6])
        #expect(try values(["type": "integer", "default": 3, "maximum": 4]) == [4, 2])
        #expect(try values(["type": "number", "default": 0]).isEmpty)
        #expect(try values(["type": "string", "default": "5"]).isEmpty)
        for value in [0.0123, 7.7, 812, 123_456, -3.5] {
            let found = try values(["type": "number", "default": .double(value)]).compactMap(\.double)
            #expect(found.count >= 10 && found.allSatisfy { abs($0) >= abs(value) * 0.499 && abs($0) <= abs(value) * 2.001 }, "\(value): \(found)")
        }
    }
}
