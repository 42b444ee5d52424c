import Git
import JSON
@testable import Registry
import SkillLanguage
import Store
import Testing
import Workspace

/// What may be on the live ref, and what is not loaded from there.
@Suite struct AttestationTests {
    private static let live: RefName = "refs/ratchet/live"
    private static let louder = Ground.write(Ground.skill("greet", version: "1.1.0", text: "good day"))

    enum Forgery: String, CaseIterable {
        /// No signature at all.
        case unsigned
        /// All trailers, signed by somebody else.
        case otherKey
        /// This workspace's signature, on the candidate of a proposal that nobody decided on.
        case candidate
        /// This workspace's signature of another commit.
        case copiedSignature
    }

    private static func forge(_ forgery: Forgery, in ground: Ground) async throws -> CommitID {
        let repository = ground.repository, top = ground.registry.snapshot.commit
        let message = "Change\n\nRatchet-Policy: approvals=1 \(ChangePolicy().hash)"
        switch forgery {
        case .unsigned: return try await repository.commit(on: top, changes: [louder], message: message, author: try ground.who)
        case .otherKey:
            let key = try #require(SigningKey(seed: Array(1...32)))
            return try await repository.commit(on: top, changes: [louder], message: message, author: try ground.who, sign: key.signer)
        case .candidate:
            try await ground.propose(Ground.skill("greet", text: "good day"))
            return try #require(try await repository.references(prefix: "refs/heads/proposals/").first).commit
        case .copiedSignature:
            let base = try #require(top)
            let signature = try #require(try await repository.signedContent(of: base)).signature
            return try await repository.commit(on: top, changes: [louder], message: message, author: try ground.who) { _ in signature }
        }
    }

    @Test(arguments: Forgery.allCases)
    func `a commit put on the live ref by hand is not loaded, is told of, and what was live stays, over a restart too`(forgery: Forgery) async throws {
        let ground = try await Ground.greeting()
        let before = try #require(ground.registry.snapshot.commit)
        let forged = try await Self.forge(forgery, in: ground)
        try await ground.put(forged, on: Self.live)
        await ground.registry.look(policy: ChangePolicy())
        for registry in [ground.registry, try await ground.restarted()] {
            #expect(registry.snapshot.commit == before && registry.live("greet")?.label == SemanticVersion(1, 0, 0))
            #expect(registry.troubles.map(\.kind).first == .liveUnattested)
            #expect(registry.troubles.first?.advice.contains("git update-ref refs/ratchet/live \(before)") == true)
        }
        // Looking again files nothing more.
        await ground.registry.look(policy: ChangePolicy())
        let incidents = try await ground.store.incidents(closed: true, after: nil, limit: 9).items
        #expect(incidents.map(\.subject) == ["live_unattested"] && incidents[0].summary.contains("ratchet adopt"))
        await ground.close()
    }

    @Test func `nothing lands on a forged commit, and putting the ref back closes the incident`() async throws {
        let ground = try await Ground.greeting()
        let before = try #require(ground.registry.snapshot.commit)
        try await ground.put(try await Self.forge(.unsigned, in: ground), on: Self.live)
        await ground.registry.look(policy: ChangePolicy())
        let result = try await ground.propose(Ground.skill("greet", text: "b"))
        #expect(result.status == .pending)
        await #expect { try await ground.approve(result.proposal) } throws: { ($0 as? ProposalError)?.code == "live_quarantined" }
        try await ground.put(before, on: Self.live)
        await ground.registry.look(policy: ChangePolicy())
        #expect(ground.registry.troubles.isEmpty)
        #expect(try await ground.store.incidents(closed: false, after: nil, limit: 9).items.isEmpty)
        #expect(try await ground.approve(result.proposal).commit != nil)
        await ground.close()
    }

    @Test func `a forged commit is adopted like any other, by a signed commit`() async throws {
        let ground = try await Ground.greeting()
        let forged = try await Self.forge(.unsigned, in: ground)
        try await ground.put(forged, on: Self.live)
        try await ground.registry.load()
        let adoption = try await ground.registry.adopt(forged)
        #expect(adoption.isAdopted && adoption.changes.map(\.name) == ["greet"] && ground.registry.troubles.isEmpty)
        #expect(try await ground.repository.commit(at: Self.live) == adoption.commit)
        #expect(try await ground.registry.attestation.flaw(of: adoption.commit) == nil)
        #expect(try await ground.restarted().live("greet")?.label == SemanticVersion(1, 1, 0))
        await ground.close()
    }

    @Test func `a live ref that is gone or unreadable keeps what was live, and adopting puts it back`() async throws {
        let ground = try await Ground.greeting()
        let before = try #require(ground.registry.snapshot.commit)
        try await ground.put(nil, on: Self.live)
        await ground.registry.look(policy: ChangePolicy())
        for registry in [ground.registry, try await ground.restarted()] {
            #expect(registry.snapshot.commit == before && registry.troubles.map(\.kind) == [.liveMissing])
        }
        #expect(try await ground.repository.commit(at: Self.live) == nil, "only a person puts it back")
        #expect(try await ground.store.incidents(closed: false, after: nil, limit: 9).items.map(\.subject) == ["live_missing"])
        let adoption = try await ground.registry.adopt()
        #expect(!adoption.isAdopted && adoption.problems.isEmpty)
        #expect(try await ground.repository.commit(at: Self.live) == before && ground.registry.troubles.isEmpty)
        await ground.close()
    }

    @Test func `an older commit of Ratchet's, and a newer one of another clone, are loaded`() async throws {
        let ground = try await Ground.greeting()
        let older = try #require(ground.registry.snapshot.commit)
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "b")).proposal)
        let newer = try #require(ground.registry.snapshot.commit)
        try await ground.put(older, on: Self.live)
        try await ground.registry.load()
        #expect(ground.registry.snapshot.commit == older && ground.registry.live("greet")?.label == SemanticVersion(1, 0, 0))
        let fetched = try await ground.attested([Ground.write(Ground.skill("greet", version: "1.2.0", text: "c"))], on: newer)
        try await ground.put(fetched, on: Self.live)
        try await ground.registry.load()
        #expect(ground.registry.snapshot.commit == fetched && ground.registry.troubles.isEmpty)
        await ground.close()
    }

    @Test func `at a start the newest commit of Ratchet's is served when nothing else says what was live`() async throws {
        let ground = try await Ground.greeting()
        let before = try #require(ground.registry.snapshot.commit)
        try await ground.put(try await Self.forge(.unsigned, in: ground), on: Self.live)
        try await ground.put(nil, on: Registry.servedRef)
        #expect(try await ground.restarted().snapshot.commit == before)
        // Nor is the ref of what was served last believed.
        try await ground.put(try await Self.forge(.otherKey, in: ground), on: Registry.servedRef)
        #expect(try await ground.restarted().snapshot.commit == before)
        await ground.close()
    }
}
