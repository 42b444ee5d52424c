import CivilTime
import JSON
import SkillLanguage
import Testing

@Suite struct LoopCheckTests {
    private static let live: LiveSkills = [
        "report": SkillSignature(
            name: "report", version: SemanticVersion(2, 1, 0),
            input: [
                "type": "object", "properties": ["service": ["type": "string"], "limit": ["type": "integer", "default": 5]],
                "required": ["service", "limit"], "additionalProperties": false,
            ], output: ["type": "object"], callees: [])
    ]

    private func findings(_ skill: JSON, _ input: JSON?, among live: LiveSkills? = LoopCheckTests.live) throws -> [Finding] {
        var document: JSON.Object = ["loop": "daily", "schedule": ["every": "1h"], "skill": skill]
        if let input { document["input"] = input }
        return LoopCheck.findings(of: try LoopDecoder.decode(.object(document), file: nil, zones: ZoneDirectory()), among: live)
    }

    @Test(arguments: [
        ("report@^2", ["service": "checkout"], []), ("report@^2", ["service": "checkout", "limit": 9], []),
        ("report@^1", ["service": "checkout"], ["L05 /skill"]), ("reprot@^2", ["service": "checkout"], ["L05 /skill"]),
        ("report@^2", ["service": 1], ["L08 /input/service"]), ("report@^2", ["servce": "checkout"], ["L08 /input", "L08 /input/servce"]),
        ("report@^2", nil, ["L08 /input"]), ("report@^1", ["limit": "many"], ["L05 /skill", "L08 /input", "L08 /input/limit"]),
    ] as [(JSON, JSON?, [String])])
    func `a loop and its skill fit together`(skill: JSON, input: JSON?, expected: [String]) throws {
        let found = try findings(skill, input)
        #expect(found.map { "\($0.code) \($0.pointer)" } == expected, "\(found)")
        #expect(found.allSatisfy { $0.severity == .error })
    }

    @Test func `a name that is nearly right is told`() throws {
        #expect(try findings("reprot@^2", nil).first?.hint == "did you mean \"report\"?")
        #expect(try findings("report@^1", ["service": "x"]).first?.hint == "write \"report@^2\"")
    }

    @Test func `where the skills are not known it is a warning`() throws {
        let found = try findings("report@^2", ["service": 1], among: nil)
        #expect(found.map(\.code) == ["L05"] && found.map(\.severity) == [.warning])
    }
}
