import CivilTime
import Engine
import Git
import JSON
import Logging
@testable import Registry
import Store
import Synchronization
import Testing
import Workspace

/// What waits for people stays short: newer proposals take the place of older ones, and none waits for ever.
@Suite struct QueueTests {
    /// A clock that the test sets.
    private final class Clock: TimeSource {
        private let instant = Atomic<Int64>(1_800_000_000_000)
        func now() -> Instant { Instant(milliseconds: instant.load(ordering: .relaxed)) }
        func sleep(until instant: Instant) async {}
        func advance(minutes: Int64) { instant.add(minutes * 60_000, ordering: .relaxed) }
    }

    private static func registry(_ ground: Ground, _ clock: Clock) async throws -> Registry {
        let registry = try Registry(
            repository: ground.repository, store: ground.store, zones: ZoneDirectory(), key: Ground.key(), time: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await registry.load()
        return registry
    }

    private static func open(_ ground: Ground) async throws -> [Proposal] {
        try await ground.store.proposals([.open], proposer: nil, after: nil, limit: 100).items
    }

    @Test func `fifty proposals of one agent for one skill in an hour leave one open, the newest, and one branch`() async throws {
        let ground = try await Ground.greeting()
        let clock = Clock(), registry = try await Self.registry(ground, clock)
        var last: String?
        for number in 0..<50 {
            clock.advance(minutes: 1)
            let set = try ground.changes([("greet", Ground.skill("greet", text: "text \(number)"))])
            last = try await registry.propose(set, by: Ground.agent, policy: ChangePolicy()).proposal
        }
        #expect(try await Self.open(ground).map(\.id) == [last])
        #expect(try await ground.repository.references(prefix: "refs/heads/proposals/").count == 1)
        #expect(try await ground.store.proposals([.superseded], proposer: nil, after: nil, limit: 100).items.count == 49)
        await ground.close()
    }

    @Test func `a proposal expires after a week: it cannot be approved, makes room, and its branch goes with the next proposal`() async throws {
        let ground = try await Ground.greeting()
        let clock = Clock(), registry = try await Self.registry(ground, clock)
        let set = try ground.changes([("greet", Ground.skill("greet", text: "a"))])
        let first = try #require(try await registry.propose(set, by: Ground.agent, policy: ChangePolicy()).proposal)
        for number in 1..<Registry.mostOpenProposals {
            let other = try ground.changes([("skill_\(number)", Ground.skill("skill_\(number)"))])
            _ = try await registry.propose(other, by: Ground.agent, policy: ChangePolicy())
        }
        clock.advance(minutes: 7 * 24 * 60)
        let proposal = try await ground.store.proposal(first)
        await #expect(throws: ProposalError.closed(id: first, state: "expired")) {
            try await registry.approve(first, evidence: proposal.evidenceHash, note: nil, by: Ground.reviewer, policy: ChangePolicy())
        }
        #expect(ground.registry.live("greet")?.label.minor == 0)
        let late = try await registry.propose(try ground.changes([("late", Ground.skill("late"))]), by: Ground.agent, policy: ChangePolicy())
        #expect(late.status == .pending)
        #expect(try await Self.open(ground).map(\.id) == [late.proposal])
        #expect(try await ground.repository.references(prefix: "refs/heads/proposals/").count == 1)
        await ground.close()
    }

    @Test func `what was rejected, superseded or expired may be proposed again`() async throws {
        let ground = try await Ground.greeting()
        let clock = Clock(), registry = try await Self.registry(ground, clock)
        let set = try ground.changes([("greet", Ground.skill("greet", text: "a"))])
        func again() async throws -> String {
            let result = try await registry.propose(set, by: Ground.agent, policy: ChangePolicy())
            return try #require(result.status == .pending ? result.proposal : nil)
        }
        let first = try await again(), second = try await again()
        _ = try await registry.reject(second, note: nil, by: Ground.reviewer)
        let third = try await again()
        clock.advance(minutes: 8 * 24 * 60)
        let fourth = try await again()
        var states: [Proposal.State] = []
        for id in [first, second, third, fourth] { states.append(try await ground.store.proposal(id).state) }
        #expect(states == [.superseded, .rejected, .expired, .open])
        let evidence = try await ground.store.proposal(fourth).evidenceHash
        let decision = try await registry.approve(fourth, evidence: evidence, note: nil, by: Ground.reviewer, policy: ChangePolicy())
        #expect(decision.commit != nil)
        await ground.close()
    }

    @Test func `while ratchet.json is broken nothing is proposed or approved, by any token; while frozen nothing is approved`() async throws {
        let ground = try await Ground.greeting()
        let waiting = try await ground.propose(Ground.skill("greet", text: "a"))
        for scope in Scope.allCases {
            let holder = TokenHolder(id: "t-\(scope)", name: "somebody", scope: scope.rawValue)
            await #expect(throws: ProposalError.notAllowed(scope: scope.rawValue)) {
                try await ground.propose(Ground.skill("greet", text: "b"), as: holder, policy: .closed)
            }
        }
        await #expect(throws: ProposalError.frozen) { try await ground.approve(waiting.proposal, policy: .closed) }
        var frozen = Ground.narrower
        frozen.freeze = true
        #expect(try await ground.propose(Ground.skill("other", text: "b"), policy: frozen).status == .pending)
        await #expect(throws: ProposalError.frozen) { try await ground.approve(waiting.proposal, policy: frozen) }
        #expect(try await ground.registry.decision(on: waiting.proposal ?? "", policy: frozen).reasons.contains("changes are frozen"))
        #expect(ground.registry.live("greet")?.label.minor == 0)
        await ground.close()
    }

    @Test func `with approvals 2, two different tokens must agree on the same evidence`() async throws {
        let ground = try await Ground.greeting()
        var two = ChangePolicy()
        two.approvals = 2
        let id = try await ground.propose(Ground.skill("greet", text: "a"), policy: two).proposal
        #expect(try await ground.approve(id, policy: two).commit == nil)
        #expect(try await ground.approve(id, policy: two).commit == nil)
        #expect(try await ground.approve(id, as: Ground.other, policy: two).commit != nil)
        let message = try await ground.repository.commit(try #require(ground.registry.snapshot.commit)).parsedMessage
        #expect(message.trailers.count { $0.key == "Ratchet-Approver" } == 2)
        await ground.close()
    }
}
