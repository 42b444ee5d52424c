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
}
