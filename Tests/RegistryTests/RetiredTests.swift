import Git
import JSON
@testable import Registry
import SkillLanguage
import Testing
import Workspace

/// A skill goes by a commit that says so, and its labels are never given again.
@Suite struct RetiredTests {
    private func remove(_ name: String, _ ground: Ground) async throws {
        let set = try ground.changes([(name, nil)])
        try await ground.approve(try await ground.registry.propose(set, by: Ground.agent, policy: ChangePolicy()).proposal)
    }

    @Test func `a removal is a commit that says so`() async throws {
        let ground = try await Ground.greeting()
        try await remove("greet", ground)
        let message = try await ground.repository.commit(try #require(ground.registry.snapshot.commit)).parsedMessage
        #expect(message.subject == "Remove greet")
        #expect(message.trailer("Ratchet-Skill") == "greet" && message.trailer("Ratchet-Version") == "removed")
        await ground.close()
    }

    @Test func `a removed skill that is proposed again goes on above its last label, also with the same content and after a restart`() async throws {
        let ground = try await Ground.greeting()
        for round in 1...3 {
            let last = try #require(ground.registry.live("greet")?.label)
            try await remove("greet", ground)
            if round == 3 { ground.registry.retiredSoFar = Retired() }
            // The same as before, or another text; without a label, and with the old one.
            let again = Ground.skill("greet", version: round == 2 ? last.description : nil, text: round == 1 ? "hello" : "text \(round)")
            let result = try await ground.propose(again)
            #expect(result.status == .pending, "\(result.problems)")
            try await ground.approve(result.proposal)
            #expect(try #require(ground.registry.live("greet")?.label) > last)
        }
        let labels = try await ground.registry.revisions(of: "greet").compactMap(\.label)
        #expect(Set(labels).count == labels.count && labels.count == 4, "\(labels)")
        await ground.close()
    }

    @Test func `a label that a removed skill had is refused, by proposal and by adoption`() async throws {
        let ground = try await Ground.greeting()
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "b")).proposal)
        try await remove("greet", ground)
        let refused = try await ground.propose(Ground.skill("greet", version: "1.0.0", text: "c"))
        #expect(refused.status == .rejected && refused.problems.map(\.finding.code) == ["E60"], "\(refused.problems)")
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.0.0", text: "c"))])
        let adoption = try await ground.registry.adopt()
        #expect(adoption.problems.map(\.finding.code) == ["E60"] && ground.registry.live("greet") == nil)
        await ground.close()
    }
}
