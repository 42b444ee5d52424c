import JSON
import SkillLanguage
import Testing

/// Skills damaged at random places: every one is answered with findings that are explained, and none takes the process down.
@Suite struct MutatedSkillTests {
    @Test(arguments: 0..<8) func `a damaged skill is answered with findings`(seed: Int) {
        var dice = Dice(seed: UInt64(seed) &* 7_919 &+ 17)
        let codes = Set(FindingGuide.all.map(\.code))
        for _ in 0..<40 {
            var document = InvalidSkillTests.good
            for _ in 0...dice.below(3) { document = dice.damaged(document) }
            let examination = SkillExamination(of: document, among: InvalidSkillTests.live)
            #expect(examination.findings.allSatisfy { codes.contains($0.code) && Pointer(parsing: $0.pointer) != nil })
            #expect((examination.skill == nil) == examination.hasErrors)
        }
    }
}
