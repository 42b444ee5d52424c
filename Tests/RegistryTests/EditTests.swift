import Git
import JSON
@testable import Registry
import SkillLanguage
import Store
import Testing
import Workspace

/// Proposals that a reviewer changes.
@Suite struct EditTests {
    @Test func `an edit is a new candidate with new evidence, voids approvals, and makes a co-author who cannot approve`() async throws {
        let ground = try await Ground.greeting()
        var two = ChangePolicy()
        two.approvals = 2
        let made = try await ground.propose(Ground.skill("greet", text: "b"), policy: two)
        let id = try #require(made.proposal)
        try await ground.approve(id, policy: two)
        let before = try await ground.store.proposal(id)
        let result = try await ground.edit(id, Ground.skill("greet", text: "better"), by: Ground.other, policy: two)
        let after = try await ground.store.proposal(id)
        #expect(result.status == .pending && after.evidenceHash == result.evidence.hash && after.evidenceHash != before.evidenceHash)
        #expect(after.commit != before.commit && after.proposer == before.proposer)
        #expect(try await ground.repository.commit(at: try RefName(after.branch))?.description == after.commit)
        #expect(try await ground.store.editors(of: id) == [Ground.other])
        await #expect(throws: ProposalError.ownEdit(id: id)) { try await ground.approve(id, as: Ground.other, policy: two) }
        let third = TokenHolder(id: "t-max", name: "max", scope: "reviewer")
        #expect(try await ground.approve(id, as: third, policy: two).commit == nil, "the approval of before counts no more")
        #expect(try await ground.approve(id, policy: two).commit != nil)
        let live = try #require(ground.registry.snapshot.commit)
        let message = try await ground.repository.commit(live).parsedMessage
        #expect(message.trailer("Ratchet-Editor") == "lee (reviewer, token t-lee)" && message.trailer("Ratchet-Author") == "agent (agent, token t-agent)")
        #expect(ground.registry.live("greet")?.skill.document["steps"]?[0]?["with"]?["text"] == "better")
        await ground.close()
    }

    @Test func `what the checks reject, other files, and a commit of main are no edit`() async throws {
        let ground = try await Ground.greeting()
        let id = try #require(try await ground.propose(Ground.skill("greet", text: "b")).proposal)
        let before = try await ground.store.proposal(id)
        let wrong = Ground.skill("greet", text: "b", more: ["tests": [["name": "t", "input": [:], "mocks": [:], "expect": ["output": ["text": "x"]]]]])
        #expect(try await ground.edit(id, wrong, by: Ground.other).status == .rejected)
        #expect(try await ground.edit(id, Ground.skill("greet", text: "b"), by: Ground.other).status == .unchanged)
        await #expect { try await ground.edit(id, Ground.skill("other"), by: Ground.other) } throws: { ($0 as? ProposalError)?.code == "invalid_changes" }
        #expect(try await ground.store.proposal(id) == before)
        #expect(try await ground.store.editors(of: id).isEmpty)
        try await ground.commit([Ground.write(Ground.skill("other"))])
        await ground.registry.look(policy: ChangePolicy())
        let outside = try #require(try await ground.store.proposals([.open], proposer: nil, after: nil, limit: 9).items.first { $0.proposer.isOutside })
        await #expect(throws: ProposalError.notEditable(id: outside.id)) { try await ground.edit(outside.id, Ground.skill("other"), by: Ground.other) }
        await ground.close()
    }
}

extension Ground {
    /// Puts another document in the place of the proposal's one.
    @discardableResult
    func edit(_ id: String?, _ skill: JSON, by holder: TokenHolder, policy: ChangePolicy = ChangePolicy()) async throws -> ProposalResult {
        let name = skill["skill"]?.string ?? ""
        let base = registry.live(name).map { JSON.string($0.id) } ?? .null
        let changes: JSON = [["path": .string(WorkspaceLayout.skillPath(name)), "document": skill, "base": base]]
        return try await registry.edit(id ?? "", changes: changes, by: holder, policy: policy)
    }
}
