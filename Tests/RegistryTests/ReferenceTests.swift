import Engine
import JSON
@testable import Registry
import SkillLanguage
import Testing
import Workspace

/// Whatever is proposed and approved, nothing that is live names a skill that is not.
@Suite struct ReferenceTests {
    @Test(arguments: 1...4)
    func `no chain of proposals leaves a call without its skill`(seed: UInt64) async throws {
        let ground = try await Ground.greeting()
        var dice = seed &* 0x9E37_79B9_7F4A_7C15
        func roll(_ sides: Int) -> Int {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(dice >> 33) % sides
        }
        let names = ["a", "b", "c"]
        var landed = 0, refused = 0
        for _ in 0..<24 {
            let name = names[roll(3)], other = names[roll(3)]
            let document: JSON? =
                switch roll(3) {
                case 0: Optional.none
                case 1: Ground.skill(name, text: "text \(roll(9))")
                default: Ground.caller(of: other, "^0", name: name)
                }
            if document == nil, ground.registry.live(name) == nil { continue }
            let result = try await ground.registry.propose(try ground.changes([(name, document)]), by: Ground.agent, policy: ChangePolicy())
            if result.status == .pending {
                try await ground.approve(result.proposal)
                landed += 1
            } else {
                refused += 1
            }
            let live = ground.registry.snapshot
            #expect(live.problems.isEmpty)
            for skill in live.skills.values {
                for callee in skill.skill.callees { #expect(live.skills[callee.name].map { callee.range.accepts($0.label) } == true) }
            }
        }
        #expect(landed > 2 && refused > 0)
        await ground.close()
    }
}
