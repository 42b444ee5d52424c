import Git
import JSON
@testable import Registry
import SkillLanguage
@testable import Store
import Testing
import Workspace

/// The record of what went live, held against itself.
@Suite struct AuditTests {
    /// A workspace after every way in which something goes live.
    private static func lived() async throws -> Ground {
        let ground = try await Ground.greeting()
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "b")).proposal)
        var two = ChangePolicy()
        two.approvals = 2
        let result = try await ground.propose(Ground.skill("greet", text: "c"), policy: two)
        try await ground.approve(result.proposal, policy: two)
        try await ground.approve(result.proposal, as: Ground.other, policy: two)
        #expect(try await ground.propose(Ground.skill("greet", text: "c", more: ["summary": "Say it again."]), policy: Ground.narrower).status == .live)
        try await ground.approve(try await ground.propose(Ground.caller(of: "greet")).proposal)
        try await ground.commit([.write("cron/often.json", #"{"loop": "often", "schedule": {"every": "1h"}, "skill": "greet@^1", "input": {}}"#)])
        await ground.registry.look(policy: ChangePolicy())
        let outside = try await ground.store.proposals([.open], proposer: nil, after: nil, limit: 9).items
        try await ground.approve(outside.first?.id)
        try await ground.commit([Ground.write(Ground.skill("adopted"))])
        await ground.registry.look(policy: ChangePolicy())
        #expect(try await ground.registry.adopt(by: Ground.reviewer).isAdopted)
        _ = try await ground.registry.rollBack("greet", to: nil, reason: "back", by: Ground.reviewer, policy: ChangePolicy())
        let edited = try await ground.propose(Ground.skill("greet", text: "e"))
        try await ground.edit(edited.proposal, Ground.skill("greet", text: "f"), by: Ground.other)
        try await ground.approve(edited.proposal)
        let removal = try await ground.registry.propose(try ground.changes([("caller", nil)]), by: Ground.agent, policy: ChangePolicy())
        try await ground.approve(removal.proposal)
        let live = try #require(ground.registry.live("greet"))
        try await ground.store.remember(
            Version(
                id: live.id, skill: "greet", label: live.label.description, document: live.skill.document.bytes(.canonical), commit: live.commit,
                seenAt: ground.time.now()))
        return ground
    }

    @Test func `a workspace that lived through everything agrees with itself`() async throws {
        let ground = try await Self.lived()
        let audit = try await ground.registry.audit()
        #expect(audit.mismatches == [])
        #expect(audit.commits == 10 && audit.proposals == 8 && audit.versions == 1, "\(audit.json)")
        await ground.close()
    }

    struct Forgery: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let what: Audit.Mismatch.What
        let words: String
    }

    static let forgeries = [
        Forgery(testDescription: "a review's author", sql: "UPDATE reviews SET reviewer = 't-mallory'", what: .proposal, words: "no review on record"),
        Forgery(testDescription: "a review's verdict", sql: "UPDATE reviews SET verdict = 'comment'", what: .proposal, words: "no review on record"),
        Forgery(testDescription: "reviews that are gone", sql: "DELETE FROM reviews", what: .proposal, words: "no review on record"),
        Forgery(
            testDescription: "a review more", sql: """
                INSERT INTO reviews (proposal, verdict, reviewer, reviewer_name, evidence_hash, at)
                SELECT proposal, 'approve', 't-m', 'mallory', evidence_hash, 1 FROM proposals
                """, what: .proposal, words: "the review of mallory (token t-m) is not in the commit"),
        Forgery(testDescription: "an author who approves", sql: "UPDATE proposals SET proposer = 't-kim', proposer_name = 'kim', proposer_scope = 'reviewer'", what: .proposal, words: "one of its authors"),
        Forgery(testDescription: "a proposer", sql: "UPDATE proposals SET proposer_name = 'mallory'", what: .proposal, words: "its proposer is not"),
        Forgery(testDescription: "the evidence", sql: "UPDATE proposals SET evidence = replace(evidence, '\"passed\":true', '\"passed\":false')", what: .proposal, words: "does not have the hash on record"),
        Forgery(testDescription: "the editors", sql: "DELETE FROM edits", what: .proposal, words: "its editors"),
        Forgery(
            testDescription: "a state", sql: "UPDATE proposals SET state = 'rejected', landed_commit = NULL", what: .proposal,
            words: "does not say that it landed"),
        Forgery(
            testDescription: "a landing", sql: "UPDATE proposals SET landed_commit = '\(String(repeating: "0", count: 40))'", what: .proposal,
            words: "what is live does not lead to"),
        Forgery(testDescription: "a row that is gone", sql: "DELETE FROM reviews; DELETE FROM edits; DELETE FROM proposals", what: .commit, words: "is not in the database"),
        Forgery(
            testDescription: "a version's document", sql: "UPDATE versions SET document = CAST(replace(CAST(document AS TEXT), 'greet', 'gruss') AS BLOB)",
            what: .version, words: "does not have this hash"),
    ]

    @Test(arguments: forgeries)
    func `a row that was changed is named`(forgery: Forgery) async throws {
        let ground = try await Self.lived()
        try await ground.sql(forgery.sql)
        let found = try await ground.registry.audit().mismatches
        #expect(found.contains { $0.what == forgery.what && $0.message.contains(forgery.words) }, "\(found)")
        await ground.close()
    }

    @Test func `a commit made by hand is named, and so is a live ref that is gone`() async throws {
        let ground = try await Self.lived()
        let live = try #require(ground.registry.snapshot.commit)
        let hand = try await ground.repository.commit(
            on: live, changes: [Ground.write(Ground.skill("mine"))], message: "Mine\n\nRatchet-Policy: approvals=1", author: try ground.who)
        try await ground.put(hand, on: "refs/ratchet/live")
        #expect(try await ground.registry.audit().mismatches.map { "\($0.id) \($0.message)" } == ["\(hand) it has no signature"])
        try await ground.put(nil, on: "refs/ratchet/live")
        #expect(try await ground.registry.audit().mismatches.map(\.what) == [.ref])
        await ground.close()
    }

    @Test(arguments: [
        ("Ratchet-Policy: because", "names no known decision"), ("Ratchet-Policy: approvals=1 x", "it names no proposal"),
        ("Ratchet-Policy: rollback x", "its files bring mine 0.1.0"),
        ("Ratchet-Skill: mine\nRatchet-Version: 0.1.0 \(String(repeating: "0", count: 64))\nRatchet-Policy: rollback x", "its trailers say mine 0.1.0 0000"),
    ])
    func `trailers that are not of the commit are named, whoever signed them`(trailers: String, words: String) async throws {
        let ground = try await Ground.greeting()
        let commit = try await ground.repository.commit(
            on: ground.registry.snapshot.commit, changes: [Ground.write(Ground.skill("mine"))], message: "Mine\n\n\(trailers)", author: try ground.who,
            sign: try Ground.key().signer)
        try await ground.put(commit, on: "refs/ratchet/live")
        let found = try await ground.registry.audit().mismatches
        #expect(found.contains { $0.id == commit.description && $0.message.contains(words) }, "\(found)")
        await ground.close()
    }
}

extension Ground {
    /// Changes the database behind everybody's back.
    fileprivate func sql(_ script: String) async throws {
        try await store.writer.write(size: 64) { connection throws(StoreError) in try connection.execute(script: script) }
    }
}
