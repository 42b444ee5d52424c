import JSON
import SkillLanguage
import Testing

/// One good skill, and changes to it that each make exactly the findings named.
@Suite struct InvalidSkillTests {
    struct Case: CustomTestStringConvertible {
        /// `CODE pointer` of every finding.
        let expected: [String]
        let patch: JSON
        var testDescription: String { expected.joined(separator: "; ") + " " + patch.excerpt(120) }
    }

    static let good = (try? JSON(parsing: PackageResources.good_skill_json)) ?? .null
    static let cases: [Case] = {
        let table = (try? JSON(parsing: PackageResources.invalid_skills_json))?.array ?? []
        return table.map { Case(expected: ($0["expect"]?.array ?? []).compactMap(\.string), patch: $0["patch"] ?? .null) }
    }()

    static let live: LiveSkills = [
        "helper": SkillSignature(
            name: "helper", version: SemanticVersion(1, 2, 0), input: schema(of: "topic"), output: schema(of: "answer"), callees: []),
        "circle": SkillSignature(
            name: "circle", version: SemanticVersion(1, 0, 0), input: schema(of: "topic"), output: schema(of: "answer"), callees: ["good"]),
    ]

    private static func schema(of text: String) -> JSON {
        ["type": "object", "properties": [text: ["type": "string"]], "required": [.string(text)], "additionalProperties": false]
    }

    static func places(_ document: JSON) -> [String] {
        SkillExamination(of: document, among: live).findings.map { "\($0.code) \($0.pointer)" }
    }

    @Test func `the good skill has no findings at all`() {
        #expect(SkillExamination(of: Self.good, among: Self.live).findings.map(\.description) == [])
    }

    @Test(arguments: cases) func `a mistake is found with its code and its place, and nothing else is`(_ wrong: Case) throws {
        let document = try Patch(wrong.patch).apply(to: Self.good)
        let findings = SkillExamination(of: document, among: Self.live).findings
        #expect(findings.map { "\($0.code) \($0.pointer)" } == wrong.expected, "\(findings.map(\.description).joined(separator: "\n"))")
        #expect(findings.allSatisfy { !$0.message.isEmpty })
    }

    @Test func `there are many cases and no two are the same`() {
        #expect(Self.cases.count >= 170)
        #expect(Set(Self.cases.map(\.patch)).count == Self.cases.count)
    }

    /// Codes that a document alone cannot have, and the tests that show them.
    static let elsewhere = [
        "E06": "EndToEndTests/CheckTests", "E07": "InvalidSkillTests", "E60": "VersionRulesTests", "E61": "VersionRulesTests",
        "E62": "VersionRulesTests",
        "L01": "LoopsTests/LoopDecoderTests", "L02": "LoopsTests/LoopDecoderTests", "L03": "LoopsTests/LoopDecoderTests",
        "L04": "LoopsTests/LoopDecoderTests", "L05": "LoopCheckTests", "L06": "LoopsTests/LoopDecoderTests", "L07": "LoopsTests/LoopDecoderTests",
        "L08": "LoopCheckTests",
    ]

    @Test func `every code is in the table, or in a test that is named`() {
        let found = Set(Self.cases.flatMap(\.expected).map { String($0.prefix(3)) })
        #expect(FindingGuide.all.map(\.code).filter { !found.contains($0) } == Self.elsewhere.keys.sorted())
        #expect(found.subtracting(FindingGuide.all.map(\.code)).isEmpty)
    }

    @Test func `a document over 64 KiB is E07`() throws {
        let notes = JSON.string(String(repeating: "x", count: 70_000))
        let large = try Patch([["op": "add", "path": "/notes", "value": notes]]).apply(to: Self.good)
        #expect(Self.places(large) == ["E07 "])
    }

    @Test func `all mistakes are found in one pass, in the order of the document`() throws {
        let patch: JSON = [
            ["op": "replace", "path": "/result/text", "value": "${steps.judge.reason}"],
            ["op": "replace", "path": "/steps/3/when", "value": "steps.judge.ok and true"],
            ["op": "replace", "path": "/steps/1/with/model", "value": "smart"],
            ["op": "add", "path": "/sumary", "value": "x"],
        ]
        let document = try Patch(patch).apply(to: Self.good)
        #expect(Self.places(document) == ["E26 /steps/1/with/model", "E10 /steps/3/when", "E12 /result/text", "E03 /sumary"])
    }

    @Test(arguments: [
        ("/result/text", "all ${input.limit} of ${steps.judge.reason}", "steps.judge.reason", 12),
        ("/steps/3/when", "steps.judge.ok and true", "steps.judge.ok and true", 15),
    ])
    func `a finding about an expression points into it`(place: String, text: String, source: String, offset: Int) throws {
        let document = try Patch([["op": "replace", "path": .string(place), "value": .string(text)]]).apply(to: Self.good)
        let excerpt = try #require(SkillExamination(of: document, among: Self.live).findings.first?.excerpt)
        #expect(excerpt.source == source && excerpt.offset == offset)
    }

    @Test func `untested branches are errors where they are asked to be`() throws {
        let document = try Patch([["op": "remove", "path": "/tests/1"]]).apply(to: Self.good)
        #expect(!SkillExamination(of: document, among: Self.live).hasErrors)
        #expect(SkillExamination(of: document, among: Self.live, untested: .error).hasErrors)
    }

    @Test func `callees are warnings where the live skills are not known`() {
        let findings = SkillChecker.check(document: Self.good).findings
        #expect(findings.map(\.code) == ["E21"] && findings.map(\.severity) == [.warning])
    }
}
