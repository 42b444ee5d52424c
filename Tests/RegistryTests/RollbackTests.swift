import Git
import JSON
@testable import Registry
import SkillLanguage
import Testing
import Workspace

@Suite struct RollbackTests {
    private func rollBack(_ ground: Ground, _ name: String = "greet", to label: SemanticVersion? = nil) async throws -> Rollback {
        try await ground.registry.rollBack(name, to: label, reason: "Worse.", by: Ground.reviewer, policy: .closed)
    }

    @Test func `the old content is live under the next label, also while changes are frozen`() async throws {
        let ground = try await Ground.greeting()
        let first = try #require(ground.registry.live("greet"))
        for text in ["b", "c"] { try await ground.approve(try await ground.propose(Ground.skill("greet", text: text)).proposal) }
        let back = try await rollBack(ground, to: SemanticVersion(1, 0, 0))
        #expect(back.label == SemanticVersion(1, 3, 0) && back.restored == SemanticVersion(1, 0, 0) && back.problems.isEmpty)
        let live = try #require(ground.registry.live("greet"))
        #expect(live.label == back.label && live.skill.steps.count == first.skill.steps.count)
        #expect(live.skill.document["steps"] == first.skill.document["steps"])
        let commit = try await ground.repository.commit(try #require(back.commit))
        #expect(commit.isSigned && commit.parsedMessage.trailer("Ratchet-Restores") == "1.0.0 \(first.id)")
        #expect(commit.parsedMessage.trailer("Ratchet-Version") == "1.3.0 \(live.id)")
        #expect(try await ground.registry.revisions(of: "greet").compactMap(\.label?.description) == ["1.3.0", "1.2.0", "1.1.0", "1.0.0"])
        await ground.close()
    }

    @Test func `what was committed on the way to an adoption is no version, and going back goes to what was live before`() async throws {
        let ground = try await Ground.greeting()
        let first = try #require(ground.registry.live("greet"))
        for text in ["b", "c"] { try await ground.commit([Ground.write(Ground.skill("greet", version: "1.0.0", text: text))]) }
        #expect(try await ground.registry.adopt().isAdopted)
        #expect(try await ground.registry.revisions(of: "greet").compactMap(\.label?.description) == ["1.1.0", "1.0.0"])
        let back = try await rollBack(ground)
        #expect(back.restored == SemanticVersion(1, 0, 0))
        #expect(ground.registry.live("greet")?.skill.document["steps"] == first.skill.document["steps"])
        await ground.close()
    }

    @Test func `a proposal made before a rollback is stale`() async throws {
        let ground = try await Ground.greeting()
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "b")).proposal)
        let waiting = try await ground.propose(Ground.skill("greet", text: "c"))
        _ = try await rollBack(ground)
        await #expect(throws: ProposalError.self) { try await ground.approve(waiting.proposal) }
        #expect(try await ground.store.proposal(waiting.proposal ?? "").state == .stale)
        await ground.close()
    }

    @Test func `a removed skill comes back above all labels it had, with its prompts`() async throws {
        let ground = try await Ground.greeting()
        try await ground.commit([.write("skills/greet/prompts/a.md", "A prompt.")])
        _ = try await ground.registry.adopt()
        let removal = try await ground.registry.propose(try ground.changes([("greet", nil)]), by: Ground.agent, policy: ChangePolicy())
        try await ground.approve(removal.proposal)
        #expect(ground.registry.live("greet") == nil)
        let back = try await rollBack(ground)
        #expect(back.label == SemanticVersion(1, 0, 1) && ground.registry.live("greet")?.label == back.label)
        let live = try #require(back.commit)
        #expect(try await ground.repository.file("skills/greet/prompts/a.md", at: live) == Array("A prompt.".utf8))
        await ground.close()
    }

    @Test func `what callers no longer accept does not come back`() async throws {
        let ground = try await Ground.greeting()
        let wide = Ground.skill("greet", more: ["input": ["type": "object", "properties": ["name": ["type": "string"]], "required": ["name"]],
            "tests": [["name": "t", "input": ["name": "x"], "mocks": [:], "expect": ["output": ["text": "hello"]]]]])
        try await ground.approve(try await ground.propose(wide).proposal)
        #expect(ground.registry.live("greet")?.label == SemanticVersion(2, 0, 0))
        var caller = Ground.caller(of: "greet", "2.0.0").object ?? [:]
        caller["steps"] = [["id": "say", "call": "skill:greet@2.0.0", "with": ["name": "x"]]]
        try await ground.approve(try await ground.propose(.object(caller)).proposal)
        let back = try await rollBack(ground)
        #expect(!back.problems.isEmpty && back.commit == nil && ground.registry.live("greet")?.label == SemanticVersion(2, 0, 0))
        await ground.close()
    }

    @Test func `there is no going back from the only version, and none to one that never was`() async throws {
        let ground = try await Ground.greeting()
        await #expect(throws: ProposalError.noVersion(skill: "greet", label: nil)) { try await rollBack(ground) }
        await #expect(throws: ProposalError.noVersion(skill: "greet", label: "7.0.0")) { try await rollBack(ground, to: SemanticVersion(7, 0, 0)) }
        await #expect(throws: ProposalError.noVersion(skill: "nobody", label: nil)) { try await rollBack(ground, "nobody") }
        await ground.close()
    }
}
