import JSON
import SkillLanguage
import Testing
import Workspace

/// The skills that ship pass the product's own checks.
@Suite struct ShippedSkillTests {
    @Test func `the shipped skills have no errors, among each other`() throws {
        let documents = try NewWorkspace.files.filter { WorkspaceLayout.skillName(atPath: $0.path) != nil }.map { try JSON(parsing: $0.bytes) }
        let skills = try documents.map(SkillDecoder.decode)
        let live = LiveSkills(uniqueKeysWithValues: skills.map { ($0.name, SkillSignature(of: $0)) })
        #expect(live.count == 3)
        for document in documents {
            let findings = SkillExamination(of: document, among: live, untested: .error).findings
            #expect(findings.map(\.description) == [])
        }
    }

    static let documents = NewWorkspace.files.map(\.path).filter {
        WorkspaceLayout.skillName(atPath: $0) != nil || WorkspaceLayout.loopName(atPath: $0) != nil
    }

    @Test(arguments: documents)
    func `the shipped skills and loops are in display form`(path: String) throws {
        let bytes = try #require(NewWorkspace.files.first { $0.path == path }?.bytes)
        #expect(String(decoding: try DisplayForm.bytes(of: bytes), as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
    }
}
