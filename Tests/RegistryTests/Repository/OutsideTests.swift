import Git
import JSON
@testable import Registry
import SkillLanguage
import Store
import Testing
import Workspace

/// Commits that somebody made on `main` with git.
@Suite struct OutsideTests {
    private static let main: RefName = "refs/heads/main"
    private static func greet(_ text: String) -> Git.Change { Ground.write(Ground.skill("greet", version: "1.0.0", text: text)) }

    private static func look(_ ground: Ground) async throws -> [Proposal] {
        await ground.registry.look(policy: ChangePolicy())
        #expect(!ground.registry.troubles.contains { $0.kind == .unreadable }, "\(ground.registry.troubles)")
        return try await ground.store.proposals([.open], proposer: nil, after: nil, limit: 9).items
    }

    @Test func `a commit on main is proposed in its author's name with the evidence of any proposal, and waits under every policy`() async throws {
        let ground = try await Ground.greeting()
        let before = ground.registry.snapshot.commit
        try await ground.commit([Self.greet("good day")], message: "Be polite\n\nPeople asked for it.")
        await ground.registry.look(policy: Ground.narrower)
        let proposal = try #require(try await Self.look(ground).first)
        #expect(proposal.proposer == TokenHolder(id: "outside:kim@example.com", name: "Kim", scope: "outside"))
        #expect(proposal.reason == "Be polite\n\nPeople asked for it." && proposal.paths == ["skills/greet/skill.json"])
        let change = try #require(try JSON(parsing: proposal.evidence)["changes"]?[0])
        #expect(change["version"] == "1.1.0" && change["tests"]?[0]?["passed"] == true && change["steps"]?["changed"] == ["say"])
        #expect(ground.registry.snapshot.commit == before && ground.registry.troubles.isEmpty)
        // Looking again finds nothing new, nor does another process.
        #expect(try await Self.look(ground).map(\.id) == [proposal.id])
        let other = try await ground.restarted()
        try await other.repair()
        await other.look(policy: ChangePolicy())
        #expect(try await Self.look(ground).map(\.id) == [proposal.id])
        await ground.close()
    }

    @Test func `approving it makes a signed commit live that contains it, and main follows without touching what the user changed`() async throws {
        let ground = try await Ground.greeting()
        let before = try #require(ground.registry.snapshot.commit)
        let tip = try await ground.commit([Self.greet("good day"), .write("notes.md", "Mine.")])
        let path = ground.root + "/" + WorkspaceLayout.skillPath("greet")
        try Files.write(path, Array("{ \"half\": ".utf8))
        let proposal = try #require(try await Self.look(ground).first)
        let decision = try await ground.approve(proposal.id)
        let live = try #require(ground.registry.snapshot.commit)
        let commit = try await ground.repository.commit(live)
        #expect(decision.commit == live.description && commit.parents == [before, tip] && commit.author.name == "Kim")
        #expect(try await ground.registry.attestation.flaw(of: live) == nil)
        let message = commit.parsedMessage
        #expect(message.trailer("Ratchet-Author") == "Kim (outside, kim@example.com)")
        #expect(message.trailer("Ratchet-Approver")?.hasPrefix("kim (") == true && message.trailer("Ratchet-Proposal") == proposal.id)
        #expect(ground.registry.live("greet")?.label == SemanticVersion(1, 1, 0))
        #expect(try await ground.repository.file("notes.md", at: live) == Array("Mine.".utf8))
        #expect(try await ground.repository.commit(at: Self.main) == live)
        #expect(try Files.read(path) == Array("{ \"half\": ".utf8))
        #expect(try await Self.look(ground).isEmpty && ground.registry.troubles.isEmpty)
        await ground.close()
    }

    @Test func `adopting settles it in one step`() async throws {
        let ground = try await Ground.greeting()
        try await ground.commit([Self.greet("good day")])
        let proposal = try #require(try await Self.look(ground).first)
        let adoption = try await ground.registry.adopt(by: Ground.reviewer)
        let settled = try await ground.store.proposal(proposal.id)
        #expect(adoption.isAdopted && settled.state == .live && settled.closing?.landedCommit == adoption.commit.description)
        let message = try await ground.repository.commit(adoption.commit).parsedMessage
        #expect(message.trailer("Ratchet-Proposal") == proposal.id && message.trailer("Ratchet-Approver") == "kim (reviewer, token t-kim)")
        #expect(try await Self.look(ground).isEmpty)
        #expect(try await ground.repository.references(prefix: "refs/heads/proposals/").isEmpty)
        await ground.close()
    }

    @Test func `a further commit supersedes it, and one that undoes it withdraws it`() async throws {
        let ground = try await Ground.greeting()
        try await ground.commit([Self.greet("good day")])
        let first = try #require(try await Self.look(ground).first)
        try await ground.commit([Ground.write(Ground.skill("other"))])
        let second = try await Self.look(ground)
        #expect(second.map(\.paths) == [["skills/greet/skill.json", "skills/other/skill.json"]])
        #expect(try await ground.store.proposal(first.id).state == .superseded)
        try await ground.commit([Self.greet("hello"), .delete(WorkspaceLayout.skillPath("other"))])
        #expect(try await Self.look(ground).isEmpty)
        let withdrawn = try await ground.store.proposal(try #require(second.first).id)
        #expect(withdrawn.state == .superseded && withdrawn.closing?.note == "main has nothing new any more")
        await ground.close()
    }

    @Test func `a bad commit is proposed with its findings, cannot be approved, and leaves what is live alone`() async throws {
        let ground = try await Ground.greeting()
        let before = ground.registry.snapshot.commit
        try await ground.commit([.write("skills/greet/skill.json", "{\n  \"language\": 1,\n")])
        let proposal = try #require(try await Self.look(ground).first)
        let finding = try #require(try JSON(parsing: proposal.evidence)["findings"]?[0])
        #expect(finding["path"] == "skills/greet/skill.json" && finding["code"] == "E01" && finding["line"] == 3)
        await #expect { try await ground.approve(proposal.id) } throws: { ($0 as? ProposalError)?.code == "proposal_unfit" }
        #expect(ground.registry.snapshot.commit == before && ground.registry.troubles.isEmpty)
        try await ground.commit([Self.greet("good day")])
        #expect(try await Self.look(ground).first?.id != proposal.id)
        await ground.close()
    }

    @Test func `a rejected commit is not proposed again until main moves`() async throws {
        let ground = try await Ground.greeting()
        try await ground.commit([Self.greet("good day")])
        _ = try await ground.registry.reject(try #require(try await Self.look(ground).first).id, note: "no", by: Ground.reviewer)
        #expect(try await Self.look(ground).isEmpty)
        await (try ground.restarted()).look(policy: ChangePolicy())
        #expect(try await Self.look(ground).isEmpty)
        try await ground.commit([Self.greet("good evening")])
        #expect(try await Self.look(ground).count == 1)
        await ground.close()
    }

    @Test func `commits without a skill or loop, and those of Ratchet itself, propose nothing`() async throws {
        let ground = try await Ground.greeting()
        try await ground.commit([.write("README.md", "Hello."), .write("docs/skills/greet/skill.json", "{")])
        #expect(try await Self.look(ground).isEmpty)
        let landed = try await ground.approve(try await ground.propose(Ground.skill("greet", text: "b")).proposal).commit
        #expect(landed != nil)
        #expect(try await Self.look(ground).isEmpty && ground.registry.troubles.map(\.kind) == [.mainDiverged])
        // Another clone's landing, pulled: decided on there.
        let live = try #require(ground.registry.snapshot.commit)
        try await ground.put(try await ground.attested([Self.greet("c")], on: live), on: Self.main)
        #expect(try await Self.look(ground).isEmpty)
        await ground.close()
    }

    @Test func `what went live beside it is kept, and a conflict is for a person to merge`() async throws {
        let ground = try await Ground.greeting([Ground.skill("other", version: "1.0.0")])
        try await ground.commit([Self.greet("good day")])
        let proposal = try #require(try await Self.look(ground).first)
        try await ground.approve(try await ground.propose(Ground.skill("other", text: "beside")).proposal)
        #expect(try await Self.look(ground).map(\.id) == [proposal.id])
        #expect(try await ground.approve(proposal.id).commit != nil)
        #expect(ground.registry.live("greet")?.label == SemanticVersion(1, 1, 0) && ground.registry.live("other")?.label == SemanticVersion(1, 1, 0))
        #expect(try await ground.repository.commit(at: Self.main) == ground.registry.snapshot.commit)
        #expect(try await Self.look(ground).isEmpty)
        // Both sides change the same lines.
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.1.0", text: "mine"))])
        let mine = try #require(try await Self.look(ground).first)
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "theirs")).proposal)
        await #expect { try await ground.approve(mine.id) } throws: { ($0 as? ProposalError)?.code == "merge_conflict" }
        _ = try await Self.look(ground)
        #expect(ground.registry.troubles.map(\.kind) == [.mainDiverged])
        await ground.close()
    }

    @Test func `a landing of an outside commit that a crash cut short is completed at the next start`() async throws {
        let ground = try await Ground.greeting()
        let live = try #require(ground.registry.snapshot.commit)
        let tip = try await ground.commit([Self.greet("good day")])
        let proposal = try #require(try await Self.look(ground).first)
        let candidate = try await ground.registry.candidateNow(of: proposal, policy: ChangePolicy())
        let landed = try await ground.repository.commit(
            on: live, merging: [tip], tree: candidate.merge?.tree, changes: candidate.changes,
            message: "Change\n\nRatchet-Proposal: \(proposal.id)\nRatchet-Policy: test", author: try ground.who, sign: try Ground.key().signer)
        try await ground.put(landed, on: "refs/ratchet/live")
        let restarted = try await ground.restarted()
        try await restarted.repair()
        #expect(try await ground.store.proposal(proposal.id).closing?.landedCommit == landed.description)
        #expect(try await ground.repository.commit(at: Self.main) == landed)
        await ground.close()
    }
}
