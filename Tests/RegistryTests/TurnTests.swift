@testable import Registry
import Testing
import Workspace

/// Whatever changes what is live takes its turn, once.
@Suite(.timeLimit(.minutes(1))) struct TurnTests {
    @Test func `looks, loads, proposals, edits, adoptions and rollbacks at once all come to their end, and agree on what is live`() async throws {
        let ground = try await Ground.greeting()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for _ in 0..<20 { await ground.registry.look(policy: ChangePolicy()) } }
            group.addTask { for _ in 0..<20 { try await ground.registry.load() } }
            group.addTask { for _ in 0..<5 { _ = try await ground.registry.adopt(by: Ground.reviewer) } }
            group.addTask { for _ in 0..<5 { _ = try await ground.registry.revisions(of: "greet") } }
            for number in 0..<4 {
                group.addTask {
                    let name = "skill_\(number)"
                    let made = try await ground.propose(Ground.skill(name))
                    try await ground.edit(made.proposal, Ground.skill(name, text: "b"), by: Ground.other)
                    #expect(try await ground.approve(made.proposal).commit != nil)
                    try await ground.approve(try await ground.propose(Ground.skill(name, text: "c")).proposal)
                    _ = try await ground.registry.rollBack(name, to: nil, reason: "back", by: Ground.reviewer, policy: ChangePolicy())
                }
            }
            try await group.waitForAll()
        }
        await ground.registry.look(policy: ChangePolicy())
        let live = try #require(ground.registry.snapshot.commit)
        #expect(try await ground.repository.commit(at: "refs/ratchet/live") == live)
        #expect(try await ground.repository.commit(at: "refs/heads/main") == live)
        #expect(try await ground.repository.status(paths: ["skills"]).isEmpty && ground.registry.troubles.isEmpty)
        for number in 0..<4 { #expect(ground.registry.live("skill_\(number)")?.label.minor == 3) }
        await ground.close()
    }

    @Test func `each of them takes a live ref that was moved before along within its turn`() async throws {
        let ground = try await Ground.greeting()
        let registry = ground.registry
        /// As another process does, so that there is something to load.
        func move() async throws {
            let next = try await ground.attested([.write("notes.md", Array("\(registry.nextNumber())".utf8))])
            try await ground.put(next, on: "refs/ratchet/live")
        }
        try await move()
        let made = try await ground.propose(Ground.skill("greet", text: "b"))
        try await move()
        try await ground.edit(made.proposal, Ground.skill("greet", text: "c"), by: Ground.other)
        try await move()
        #expect(try await registry.decision(on: made.proposal ?? "", policy: ChangePolicy()).outcome == .pending)
        try await move()
        #expect(try await ground.approve(made.proposal).commit != nil)
        try await move()
        #expect(try await registry.rollBack("greet", to: nil, reason: "back", by: Ground.reviewer, policy: ChangePolicy()).problems.isEmpty)
        try await move()
        try await ground.put(try await ground.repository.commit(at: "refs/ratchet/live"), on: "refs/heads/main")
        try await ground.commit([Ground.write(Ground.skill("other"))])
        #expect(try await registry.adopt(by: Ground.reviewer).isAdopted)
        try await move()
        await registry.look(policy: ChangePolicy())
        #expect(try await ground.repository.commit(at: "refs/ratchet/live") == registry.snapshot.commit)
        await ground.close()
    }
}
