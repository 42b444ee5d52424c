import JSON
import SkillLanguage
import Testing

/// The three examples of the language's reference: their own tests are the reference's truth.
@Suite struct ExampleSkillTests {
    static let examples: [(name: String, bytes: [UInt8])] = [
        ("health_check", PackageResources.health_check_json), ("incident_triage", PackageResources.incident_triage_json),
        ("pattern_gallery", PackageResources.pattern_gallery_json),
    ]

    @Test(arguments: examples.map(\.name)) func `an example passes every test attached to it`(name: String) throws {
        let bytes = try #require(Self.examples.first { $0.name == name }?.bytes)
        let skill = try SkillDecoder.decode(try JSON(parsing: bytes))
        #expect(skill.name == name)
        let reports = TestRunner.run(skill)
        #expect(reports.count == skill.tests.count && reports.count >= 4)
        for report in reports {
            #expect(report.passed, "\(report.name): \(report.findings.map(\.description).joined(separator: "\n"))")
        }
    }
}
