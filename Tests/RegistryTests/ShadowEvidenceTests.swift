import CivilTime
import Engine
import JSON
@testable import Registry
import Store
import Testing
import Workspace

/// What becomes of recorded runs is part of what an approval is for.
@Suite struct ShadowEvidenceTests {
    /// Greets louder than what is live.
    private static let louder = Ground.skill(
        "greet",
        more: [
            "result": ["text": "${steps.say.text}!"],
            "tests": [["name": "says it", "input": [:], "mocks": [:], "expect": ["output": ["text": "hello!"]]]],
        ])

    @Test func `the runs that were looked at are played again at the approval, and those that ended since change nothing`() async throws {
        let ground = try await Ground.greeting()
        try await ground.record(1)
        try await ground.record(2)
        let result = try await ground.propose(Self.louder)
        let shadow = try #require(result.evidence.changes.first?.shadow)
        #expect(shadow.runs.map(\.id) == [Ground.run(2), Ground.run(1)] && shadow.runs.allSatisfy { $0.verdict == .changed })
        #expect(shadow.runs.first?.differences.map(\.json) == [["at": "/text", "was": "hello", "now": "hello!"]])
        try await ground.record(3)
        let decision = try await ground.approve(result.proposal)
        let live = try #require(ground.registry.snapshot.commit)
        #expect(decision.proposal.state == .live && decision.proposal.evidenceHash == result.evidence.hash)
        #expect(try await ground.repository.commit(live).parsedMessage.trailer("Ratchet-Shadow") == "greet \(shadow.hash)")
        await ground.close()
    }

    @Test func `when a run that was looked at is gone, the approval is void and the proposal gets new evidence`() async throws {
        let ground = try await Ground.greeting()
        let row = try await ground.record(1)
        try await ground.record(2)
        let result = try await ground.propose(Self.louder)
        let id = try #require(result.proposal)
        _ = try await ground.store.prune([row])
        await #expect(throws: ProposalError.self) { try await ground.approve(id) }
        let renewed = try await ground.store.proposal(id)
        #expect(renewed.state == .open && renewed.evidenceHash != result.evidence.hash)
        #expect(ShadowReport.runs(in: try JSON(parsing: renewed.evidence)["changes"]?[0]?["shadow"]) == [Ground.run(2)])
        #expect(try await ground.approve(id).proposal.state == .live)
        await ground.close()
    }

    @Test func `what a run proposes waits under the policy that lets most through, and keeps its origin to the end`() async throws {
        let ground = try await Ground.greeting()
        let origin = Origin(
            run: Ground.run(9), skill: "tuner", version: "1.0.0", versionID: "v", call: "\(Ground.run(9))/propose", taint: ["page (http)"], patch: nil,
            supporting: [Ground.run(1)], opposing: [])
        let same = Ground.skill("greet", more: ["summary": "The same with another text."])
        var set = try ground.changes([("greet", same)])
        #expect(try await ground.registry.propose(set, by: Ground.agent, policy: Ground.narrower, dryRun: true).status == .live)
        set.origin = origin
        let holder = TokenHolder(id: "skill:tuner", name: "tuner 1.0.0", scope: "agent")
        let result = try await ground.registry.propose(set, by: holder, policy: Ground.narrower)
        #expect(result.status == .pending && result.decision.reasons.count == 2)
        #expect(result.decision.reasons.contains { $0.contains("page (http)") })
        #expect(try await ground.store.proposal(ofCall: origin.call)?.id == result.proposal)
        #expect(try await ground.registry.decision(on: result.proposal ?? "", policy: Ground.narrower).outcome == .pending)
        try await ground.approve(result.proposal, policy: Ground.narrower)
        let message = try await ground.repository.commit(try #require(ground.registry.snapshot.commit)).parsedMessage
        #expect(message.trailer("Ratchet-Run") == "\(Ground.run(9)) of tuner 1.0.0 v" && message.trailer("Ratchet-Taint") == "page (http)")
        await ground.close()
    }
}

extension Ground {
    fileprivate static func run(_ number: Int) -> String { "01985c4e-0000-7000-8000-00000000000\(number)" }

    /// A run of the live greet that said "hello". Its row.
    @discardableResult
    fileprivate func record(_ number: Int) async throws -> Int64 {
        let live = try #require(registry.live("greet")), at = time.now() + .seconds(number)
        try await store.remember(
            Version(id: live.id, skill: "greet", label: live.label.description, document: live.skill.document.bytes(.compact), commit: live.commit,
                seenAt: at))
        let run = try await store.createRun(
            NewRun(
                id: Self.run(number), skill: "greet", versionID: live.id, input: Array("{}".utf8), inputHash: "0", trigger: .manual, createdAt: at,
                state: .running))
        let outcome: JSON = ["step": "say", "callable": "echo", "input": ["text": "hello"], "ok": ["text": "hello"]]
        let entry = JournalEntry(kind: .outcome, path: "say", attempt: 1, at: at + .milliseconds(5), body: outcome.bytes(.compact))
        let output: JSON = ["text": "hello"]
        try await store.apply(
            RunTransition(
                run: run.key, entries: [entry], change: .finished(state: .succeeded, output: output.bytes(.compact), errorType: nil, error: nil),
                at: at + .milliseconds(6)))
        return run.key.rowID
    }
}
