import CivilTime
import Engine
import Git
import Logging
@testable import Registry
import Store
import Testing

/// Many changes from one base: one lands, the others are told what is live now.
@Suite struct OneBaseTests {
    private static let holders = (0..<8).map { TokenHolder(id: "t-\($0)", name: "agent_\($0)", scope: "agent") }

    private enum Outcome: Sendable, Equatable { case live, stale(String?), other(String) }

    /// What each of the eight came to, all at once.
    private func race(_ body: @escaping @Sendable (TokenHolder, Int) async throws -> Bool) async -> [Outcome] {
        await withTaskGroup(of: Outcome.self) { group in
            for (number, holder) in Self.holders.enumerated() {
                group.addTask {
                    do {
                        return try await body(holder, number) ? .live : .other("waits")
                    } catch ProposalError.staleBase(_, let current) {
                        return .stale(current)
                    } catch {
                        return .other("\(error)")
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func judge(_ outcomes: [Outcome], _ ground: Ground, after before: CommitID?) async throws {
        let live = try #require(ground.registry.live("greet"))
        #expect(outcomes.count { $0 == .live } == 1 && outcomes.count { $0 == .stale(live.id) } == Self.holders.count - 1, "\(outcomes)")
        let commit = try await ground.repository.commit(try #require(ground.registry.snapshot.commit))
        #expect(commit.parents == [before].compactMap { $0 }, "one commit, on what was live")
        #expect(try await ground.repository.commit(at: "refs/ratchet/live") == commit.id)
    }

    @Test func `of proposals at once that need nobody's approval, one lands each time`() async throws {
        let ground = try await Ground.greeting()
        for round in 0..<5 {
            let before = ground.registry.snapshot.commit
            let sets = try (0..<8).map { try ground.changes([("greet", Ground.skill("greet", more: ["summary": .string("Say \(round).\($0) times.")]))]) }
            let outcomes = await race { holder, number in
                try await ground.registry.propose(sets[number], by: holder, policy: Ground.narrower).status == .live
            }
            try await judge(outcomes, ground, after: before)
        }
        await ground.close()
    }

    @Test func `of approvals at once, one lands each time and the other proposals are closed as stale`() async throws {
        let ground = try await Ground.greeting()
        for round in 0..<3 {
            let before = ground.registry.snapshot.commit
            var waiting: [String] = []
            for (number, holder) in Self.holders.enumerated() {
                waiting.append(try #require(try await ground.propose(Ground.skill("greet", text: "\(round).\(number)"), as: holder).proposal))
            }
            let ids = waiting
            let outcomes = await race { _, number in try await ground.approve(ids[number]).commit != nil }
            try await judge(outcomes, ground, after: before)
            var states: [Proposal.State] = []
            for id in ids { states.append(try await ground.store.proposal(id).state) }
            #expect(states.count { $0 == .live } == 1 && states.count { $0 == .stale } == 7)
        }
        await ground.close()
    }

    @Test func `of two registries on one repository, as two processes have them, one lands each time`() async throws {
        let ground = try await Ground.greeting()
        let second = try Registry(
            repository: try await Repository.open(ground.root), store: ground.store, zones: ZoneDirectory(), key: Ground.key(), time: ground.time,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        for round in 0..<5 {
            try await ground.registry.load()
            try await second.load()
            let before = ground.registry.snapshot.commit
            let sets = try (0..<8).map { try ground.changes([("greet", Ground.skill("greet", more: ["summary": .string("Say \(round).\($0) times.")]))]) }
            let outcomes = await race { holder, number in
                let registry = number % 2 == 0 ? ground.registry : second
                return try await registry.propose(sets[number], by: holder, policy: Ground.narrower).status == .live
            }
            try await ground.registry.load()
            try await judge(outcomes, ground, after: before)
        }
        await ground.close()
    }
}
