import CivilTime
import Git
import JSON
@testable import Registry
import SkillLanguage
import Store
import Testing
import Workspace

@Suite struct ProposalTests {
    @Test func `a change waits for a person, who lets it go live as a signed commit on top of what was live`() async throws {
        let ground = try await Ground.greeting()
        let before = try #require(ground.registry.snapshot.commit)
        let result = try await ground.propose(Ground.skill("greet", text: "good day"))
        #expect(result.status == .pending && result.problems.isEmpty)
        #expect(ground.registry.live("greet")?.label == SemanticVersion(1, 0, 0) && ground.registry.snapshot.commit == before)
        #expect(try await ground.repository.references(prefix: "refs/heads/proposals/").count == 1)
        let decision = try await ground.approve(result.proposal)
        let live = try #require(ground.registry.snapshot.commit)
        #expect(decision.commit == live.description && decision.proposal.state == .live)
        let published = try #require(ground.registry.live("greet"))
        #expect(published.label == SemanticVersion(1, 1, 0))
        #expect(result.evidence.versions == [["path": "skills/greet/skill.json", "version": "1.1.0", "version_id": .string(published.id)]])
        let commit = try await ground.repository.commit(live)
        #expect(commit.parents == [before] && commit.author.name == "agent" && commit.committer.name == "Ratchet")
        let message = commit.parsedMessage
        #expect(message.body == "A reason." && message.trailer("Ratchet-Version") == "1.1.0 \(published.id)")
        #expect(message.trailer("Ratchet-Evidence") == result.evidence.hash && message.trailer("Ratchet-Model") == "fast")
        #expect(message.trailer("Ratchet-Approver") == "kim (token t-kim)" && message.trailer("Ratchet-Proposal") == result.proposal)
        #expect(message.trailer("Ratchet-Policy") == "approvals=1 \(ChangePolicy().hash)")
        let signed = try #require(try await ground.repository.signedContent(of: live))
        #expect(try Ground.key().verifies(signed.signature + "\n", of: signed.content))
        // What follows the live ref: main, the working tree, the branch that is gone.
        #expect(try await ground.repository.commit(at: "refs/heads/main") == live)
        #expect(try await ground.repository.status(paths: ["skills"]).isEmpty)
        #expect(try await ground.repository.references(prefix: "refs/heads/proposals/").isEmpty)
        await ground.close()
    }

    @Test(.enabled(if: SignatureTests.isCheckable, "git or ssh-keygen is not installed"))
    func `stock git verifies the proposal's commit and the one that lands`() async throws {
        let ground = try await Ground.greeting()
        let result = try await ground.propose(Ground.skill("greet", text: "good day"))
        let branch = try #require(try await ground.repository.references(prefix: "refs/heads/proposals/").first)
        #expect(SignatureTests.verifies(branch.commit, in: ground.root))
        try await ground.approve(result.proposal)
        #expect(SignatureTests.verifies(try #require(ground.registry.snapshot.commit), in: ground.root))
        await ground.close()
    }

    @Test func `the file is written in display form, and reading it again gives the version that was approved`() async throws {
        let ground = try await Ground.greeting()
        let result = try await ground.propose(Ground.skill("greet", text: "good day"))
        try await ground.approve(result.proposal)
        let live = try #require(ground.registry.snapshot.commit)
        let bytes = try #require(try await ground.repository.file(WorkspaceLayout.skillPath("greet"), at: live))
        #expect(try DisplayForm.bytes(of: bytes) == bytes)
        #expect(Published.id(of: try JSON(parsing: bytes), label: SemanticVersion(1, 1, 0)) == ground.registry.live("greet")?.id)
        await ground.close()
    }

    @Test func `who proposed cannot approve, under no policy`() async throws {
        let ground = try await Ground.greeting()
        let result = try await ground.propose(Ground.skill("greet", text: "good day"), as: Ground.reviewer)
        await #expect(throws: ProposalError.ownProposal(id: result.proposal ?? "")) { try await ground.approve(result.proposal) }
        // The same name under another token is somebody else; the same token under another name is not.
        let renamed = TokenHolder(id: Ground.reviewer.id, name: "lee", scope: "admin")
        await #expect(throws: ProposalError.ownProposal(id: result.proposal ?? "")) { try await ground.approve(result.proposal, as: renamed) }
        let namesake = TokenHolder(id: "t-other", name: Ground.reviewer.name, scope: "reviewer")
        #expect(try await ground.approve(result.proposal, as: namesake).commit != nil)
        await ground.close()
    }

    @Test func `a base that is not what is live is refused with the version that is`() async throws {
        let ground = try await Ground.greeting()
        let stale = try ground.changes([("greet", Ground.skill("greet", text: "a"))])
        let first = try await ground.propose(Ground.skill("greet", text: "b"))
        let second = try await ground.propose(Ground.skill("greet", text: "c"), as: Ground.other)
        try await ground.approve(first.proposal)
        let current = ground.registry.live("greet")?.id
        let error = ProposalError.staleBase(path: "skills/greet/skill.json", current: current)
        await #expect(throws: error) { try await ground.registry.propose(stale, by: Ground.agent, policy: ChangePolicy()) }
        await #expect(throws: error) { try await ground.approve(second.proposal) }
        #expect(try await ground.store.proposal(second.proposal ?? "").state == .stale)
        await ground.close()
    }

    @Test func `of two landings at once from one base, one lands and the other is stale`() async throws {
        let ground = try await Ground.greeting()
        let policy = Ground.narrower
        let sets = try ["a", "b"].map { name in
            try ground.changes([("greet", Ground.skill("greet", more: ["summary": .string("Says hello, version \(name).")]))])
        }
        let outcomes = await withTaskGroup(of: String.self) { group in
            for (set, holder) in zip(sets, [Ground.agent, Ground.other]) {
                group.addTask {
                    do {
                        return try await ground.registry.propose(set, by: holder, policy: policy).status.rawValue
                    } catch {
                        return (error as? ProposalError)?.code ?? "\(error)"
                    }
                }
            }
            var all: [String] = []
            for await outcome in group { all.append(outcome) }
            return all.sorted()
        }
        #expect(outcomes == ["live", "stale_base"])
        await ground.close()
    }

    @Test func `an approval of other evidence counts for nothing, and earlier ones lapse when the policy changes`() async throws {
        let ground = try await Ground.greeting()
        var two = ChangePolicy()
        two.approvals = 2
        let result = try await ground.propose(Ground.skill("greet", text: "b"), policy: two)
        let id = try #require(result.proposal)
        await #expect(throws: ProposalError.changed(id: id, evidence: result.evidence.hash)) {
            try await ground.registry.approve(id, evidence: String(repeating: "0", count: 64), note: nil, by: Ground.reviewer, policy: two)
        }
        #expect(try await ground.approve(id, policy: two).commit == nil)
        #expect(try await ground.approve(id, policy: two).commit == nil, "one token counts once")
        two.propose = [.agent]
        await #expect(throws: ProposalError.self) { try await ground.approve(id, as: Ground.other, policy: two) }
        #expect(try await ground.approve(id, as: Ground.other, policy: two).commit == nil, "the first approval was of other evidence")
        #expect(try await ground.approve(id, policy: two).commit != nil)
        await ground.close()
    }

    @Test func `a callee that changes meanwhile voids an approval`() async throws {
        let ground = try await Ground.greeting()
        let caller = try await ground.propose(Ground.caller(of: "greet"))
        let greet = try await ground.propose(Ground.skill("greet", text: "b"), as: Ground.other)
        let seen = try await ground.store.proposal(caller.proposal ?? "").evidenceHash
        try await ground.approve(greet.proposal)
        await #expect(throws: ProposalError.self) {
            try await ground.registry.approve(caller.proposal ?? "", evidence: seen, note: nil, by: Ground.reviewer, policy: ChangePolicy())
        }
        #expect(ground.registry.live("caller") == nil)
        #expect(try await ground.approve(caller.proposal).commit != nil)
        await ground.close()
    }

    @Test func `a newer proposal of the same token for a skill supersedes the open one, and others' stay`() async throws {
        let ground = try await Ground.greeting()
        let first = try await ground.propose(Ground.skill("greet", text: "a"))
        let others = try await ground.propose(Ground.skill("greet", text: "b"), as: Ground.other)
        let second = try await ground.propose(Ground.skill("greet", text: "c"))
        #expect(try await ground.store.proposal(first.proposal ?? "").state == .superseded)
        let open = try await ground.store.proposals([.open], proposer: nil, after: nil, limit: 9).items
        #expect(Set(open.map(\.id)) == Set([others.proposal, second.proposal].compactMap { $0 }))
        await #expect(throws: ProposalError.closed(id: first.proposal ?? "", state: "superseded")) { try await ground.approve(first.proposal) }
        #expect(try await ground.repository.references(prefix: "refs/heads/proposals/").count == 2)
        await ground.close()
    }

    @Test func `one token has at most twenty open proposals`() async throws {
        let ground = try await Ground.greeting()
        for number in 0..<Registry.mostOpenProposals { try await ground.propose(Ground.skill("skill_\(number)")) }
        await #expect(throws: ProposalError.tooMany(open: 20)) { try await ground.propose(Ground.skill("one_more")) }
        #expect(try await ground.propose(Ground.skill("one_more"), as: Ground.other).status == .pending)
        #expect(try await ground.propose(Ground.skill("skill_3", text: "again")).status == .pending)
        await ground.close()
    }

    @Test func `nothing is recorded of a dry run, a rejection or a change that changes nothing`() async throws {
        let ground = try await Ground.greeting()
        #expect(try await ground.propose(Ground.skill("greet", text: "a"), dryRun: true).status == .pending)
        let wrong = try await ground.propose(Ground.skill("greet", more: ["result": ["text": "${steps.gone.text}"]]))
        #expect(wrong.status == .rejected && wrong.problems.map(\.finding.code) == ["E11"])
        #expect(try await ground.propose(Ground.skill("greet", version: "1.0.0")).status == .unchanged)
        #expect(try await ground.store.proposals([], proposer: nil, after: nil, limit: 9).items.isEmpty)
        #expect(try await ground.repository.references(prefix: "refs/heads/proposals/").isEmpty)
        await ground.close()
    }

    @Test func `a skill that others call is removed only together with its callers`() async throws {
        let ground = try await Ground.greeting([Ground.caller(of: "greet")])
        let alone = try await ground.registry.propose(try ground.changes([("greet", nil)]), by: Ground.reviewer, policy: ChangePolicy())
        let problems = alone.problems.map { "\($0.path) \($0.finding.code)" }
        #expect(alone.status == .rejected && problems == ["skills/caller/skill.json E21"], "\(alone.problems)")
        let set = try ground.changes([("greet", nil), ("caller", nil)])
        let both = try await ground.registry.propose(set, by: Ground.reviewer, policy: ChangePolicy())
        #expect(both.status == .pending, "\(both.problems)")
        try await ground.approve(both.proposal, as: Ground.other)
        #expect(ground.registry.snapshot.skills.isEmpty)
        await ground.close()
    }

    @Test func `a prompt stays in its file when the document comes with it inlined`() async throws {
        func asking(_ prompt: JSON, _ sentence: String) -> JSON {
            Ground.skill(
                "ask",
                more: [
                    "permits": ["models": ["fast"]], "limits": ["tokens": 100, "cost_usd": 0.1],
                    "steps": [["id": "say", "call": "llm", "with": ["model": "fast", "prompt": prompt]]],
                    "tests": [[
                        "name": "t", "input": [:], "mocks": ["say": ["output": ["text": "x"]]],
                        "expect": ["assert": [.string("calls.say.prompt == '\(sentence)'")]],
                    ]],
                ])
        }
        let ground = try await Ground.greeting()
        try await ground.commit([Ground.write(asking(["file": "prompts/ask.md"], "Say it.")), .write("skills/ask/prompts/ask.md", "Say it.")])
        #expect(try await ground.registry.adopt().isAdopted)
        let result = try await ground.propose(asking("Say it louder.", "Say it louder."))
        #expect(result.status == .pending, "\(result.problems)")
        try await ground.approve(result.proposal)
        let live = try #require(ground.registry.snapshot.commit)
        #expect(try await ground.repository.file("skills/ask/prompts/ask.md", at: live) == Array("Say it louder.".utf8))
        let file = try #require(try await ground.repository.file("skills/ask/skill.json", at: live))
        #expect(String(decoding: file, as: UTF8.self).contains("prompts/ask.md"))
        #expect(ground.registry.live("ask")?.id == result.evidence.changes.first?.version)
        await ground.close()
    }

    @Test func `people's own commits on main stay, and adopting them without what went live is refused`() async throws {
        let ground = try await Ground.greeting()
        let mine = try await ground.commit([.write("NOTES.md", "mine")])
        let result = try await ground.propose(Ground.skill("other"))
        try await ground.approve(result.proposal)
        #expect(try await ground.repository.commit(at: "refs/heads/main") == mine)
        await #expect(throws: AdoptionError.self) { try await ground.registry.adopt() }
        #expect(ground.registry.live("other") != nil)
        await ground.close()
    }

    @Test func `a landing that a crash cut short is completed at the next start`() async throws {
        let ground = try await Ground.greeting()
        let result = try await ground.propose(Ground.skill("greet", text: "b"))
        let proposal = try await ground.store.proposal(result.proposal ?? "")
        let live = try #require(ground.registry.snapshot.commit)
        // The commit and the ref, and nothing after them.
        let candidate = try await ground.registry.candidateNow(of: proposal, policy: ChangePolicy())
        let message = CommitMessage(subject: "Change", trailers: [try Trailer("Ratchet-Proposal", proposal.id), try Trailer("Ratchet-Policy", "test")])
        let who = try Attribution(name: "Ratchet", email: "ratchet@localhost", time: ground.time.now())
        let commit = try await ground.repository.commit(
            on: live, changes: candidate.changes, message: message.text, author: who, sign: try Ground.key().signer)
        try await ground.repository.update("refs/ratchet/live", from: live, to: commit, by: who, reason: "test")
        try await ground.registry.load()
        for _ in 0..<2 {
            try await ground.registry.repair()
            let repaired = try await ground.store.proposal(proposal.id)
            #expect(repaired.state == .live && repaired.closing?.landedCommit == commit.description)
            #expect(try await ground.repository.commit(at: "refs/heads/main") == commit)
            #expect(try await ground.repository.references(prefix: "refs/heads/proposals/").isEmpty)
        }
        await ground.close()
    }
}
