import JSON
import SkillLanguage
import Testing

@Suite struct VersionRulesTests {
    private func skill(_ changes: JSON..., name: String = "good") throws -> Skill {
        let document = try Patch(.array(changes)).apply(to: InvalidSkillTests.good)
        return try SkillDecoder.decode(document)
    }

    private func rules(_ label: SemanticVersion = SemanticVersion(1, 0, 0)) -> VersionRules {
        VersionRules(live: (InvalidSkillTests.good, label))
    }

    private func version(_ text: String) -> JSON { ["op": "replace", "path": "/version", "value": .string(text)] }
    private let summary: JSON = ["op": "replace", "path": "/summary", "value": "Another summary of the same thing."]
    private let removal: JSON = ["op": "remove", "path": "/output/properties/note"]

    @Test func `a skill that is new has the version written in it, or the first`() throws {
        #expect(try VersionRules(live: nil).label(of: skill(version("2.1.0"))) == SemanticVersion(2, 1, 0))
        #expect(try VersionRules(live: nil).label(of: skill(["op": "remove", "path": "/version"])) == SemanticVersion(0, 1, 0))
    }

    @Test func `what was left as it was keeps its label, whatever the order of its keys`() throws {
        #expect(try rules().isUnchanged(skill()) && rules().label(of: skill()) == SemanticVersion(1, 0, 0))
        #expect(try rules().isUnchanged(skill(["op": "remove", "path": "/version"])))
        #expect(try !rules().isUnchanged(skill(version("1.0.1"))))
        #expect(try !rules().isUnchanged(skill(summary)))
    }

    @Test func `a change without a version of its own gets the least that it needs`() throws {
        #expect(try rules().label(of: skill(summary)) == SemanticVersion(1, 0, 1))
        #expect(try rules(SemanticVersion(1, 0, 0)).label(of: skill(version("1.2.0"), summary)) == SemanticVersion(1, 2, 0))
    }

    @Test func `a version that is not greater is E60, one that is too small is E61`() throws {
        let older = #expect(throws: VersionRefused.self) { try rules(SemanticVersion(1, 1, 0)).label(of: skill(version("1.0.9"), summary)) }
        #expect(older?.finding.code == "E60" && older?.finding.pointer == "/version")
        let narrower = try skill(version("1.0.1"), removal, ["op": "remove", "path": "/result/note"])
        let small = #expect(throws: VersionRefused.self) { try rules().label(of: narrower) }
        #expect(small?.finding.code == "E61" && small?.finding.message.contains("2.0.0") == true)
    }

    @Test func `a caller that accepted the live version and not the new one is E62`() throws {
        let caller = try skill(
            ["op": "replace", "path": "/skill", "value": "caller"], ["op": "replace", "path": "/steps/11/call", "value": "skill:good@^1"])
        let findings = rules().leftBehind(by: SemanticVersion(2, 0, 0), of: "good", among: [caller, try skill()])
        #expect(findings.map(\.code) == ["E62"] && findings.first?.message.contains("caller") == true)
        #expect(rules().leftBehind(by: SemanticVersion(1, 9, 0), of: "good", among: [caller]).isEmpty)
        #expect(VersionRules(live: nil).leftBehind(by: SemanticVersion(2, 0, 0), of: "good", among: [caller]).isEmpty)
    }

    @Test func `a live caller that did not change is told that its callee did`() throws {
        let live = ["helper": SkillSignature(name: "helper", version: SemanticVersion(2, 0, 0), input: [:], output: [:], callees: [])]
        let findings = SkillChecker.checkCallees(of: try skill(), among: live)
        #expect(findings.map { "\($0.code) \($0.pointer)" } == ["E62 /steps/11/call"])
    }
}
