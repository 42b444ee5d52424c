import JSON
import SkillLanguage
import Testing

/// The examples of the language have nothing wrong with them.
@Suite struct SoundSkillTests {
    @Test(arguments: ExampleSkillTests.examples.map(\.name)) func `an example has no errors`(name: String) throws {
        let bytes = try #require(ExampleSkillTests.examples.first { $0.name == name }?.bytes)
        let examination = SkillExamination(of: try JSON(parsing: bytes), untested: .error)
        let errors = examination.findings.filter { $0.severity == .error }
        #expect(errors.map(\.description) == [])
    }

    struct Change: CustomTestStringConvertible {
        let why: String
        let patch: JSON
        var testDescription: String { why }
    }

    static let changes: [Change] = {
        let table = (try? JSON(parsing: PackageResources.sound_skills_json))?.array ?? []
        return table.map { Change(why: $0["why"]?.string ?? "", patch: $0["patch"] ?? .null) }
    }()

    @Test(arguments: changes) func `what is right is left alone`(_ change: Change) throws {
        let document = try Patch(change.patch).apply(to: InvalidSkillTests.good)
        let findings = SkillExamination(of: document, among: InvalidSkillTests.live).findings
        #expect(findings.map(\.description) == [])
    }

    @Test func `there are changes to look at`() { #expect(Self.changes.count >= 50) }

    @Test(arguments: ExampleSkillTests.examples.map(\.name))
    func `an example has the form that the schema for editors asks for`(name: String) throws {
        let schema = try Schema(compiling: try JSON(parsing: LanguageSchemas.skill), keywords: .lenient)
        let bytes = try #require(ExampleSkillTests.examples.first { $0.name == name }?.bytes)
        #expect(schema.validate(try JSON(parsing: bytes)).map(\.description) == [])
        #expect(!schema.isValid(["language": 1]))
    }

    @Test func `the schema for editors has a rule for the end of the caller at calls of skills alone`() throws {
        let schema = try Schema(compiling: try JSON(parsing: LanguageSchemas.skill), keywords: .lenient)
        func isValid(_ step: Int, _ rule: JSON) throws -> Bool {
            schema.isValid(try Patch([["op": "add", "path": .string("/steps/\(step)/parent_close"), "value": rule]]).apply(to: InvalidSkillTests.good))
        }
        for rule in Call.ParentClose.allCases { #expect(try isValid(11, .string(rule.rawValue))) }
        #expect(try !isValid(11, "keep") && !isValid(0, "abandon") && !isValid(2, "abandon"))
    }

    @Test func `the schema for loop files takes what the decoder takes`() throws {
        let schema = try Schema(compiling: try JSON(parsing: LanguageSchemas.loop), keywords: .lenient)
        let loop: JSON = ["loop": "a", "schedule": ["cron": "0 9 * * 1-5", "zone": "UTC"], "skill": "good@^1"]
        #expect(schema.validate(loop).map(\.description) == [])
        let mistakes: [JSON] = [
            ["op": "remove", "path": "/skill"], ["op": "remove", "path": "/schedule/zone"], ["op": "add", "path": "/skil", "value": 1],
        ]
        for mistake in mistakes { #expect(!schema.isValid(try Patch([mistake]).apply(to: loop))) }
    }
}
