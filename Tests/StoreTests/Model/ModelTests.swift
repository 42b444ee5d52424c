import Testing

@testable import Store

/// Random histories of starts, ends, cancellations, waits, sleeps and crashes, done to the database and to a model of it.
///
/// `RATCHET_SOAK=1` does 240,000 of them; `RATCHET_SEED=n` repeats the one that a failure named.
@Suite(.timeLimit(.minutes(60))) struct ModelTests {
    private static let lanes = 2
    private static let histories = Soak.isOn ? 240_000 : 3_000

    @Test func `after any history the database agrees with the model and nothing is stuck`() async throws {
        if let seed = Soak.historySeed {
            var search = try HistorySearch()
            if let failure = try search.failure(seed: seed) { Issue.record("\(failure)") }
            return
        }
        let lanes = try await withThrowingTaskGroup(of: Lane.self) { group in
            for lane in 1...Self.lanes {
                group.addTask {
                    var search = try HistorySearch()
                    for seed in stride(from: UInt64(lane), through: UInt64(Self.histories), by: Self.lanes) {
                        if let failure = try search.failure(seed: seed) { return Lane(search, failure) }
                        if seed % 20_000 == 0 { print("histories: up to seed \(seed)") }
                    }
                    return Lane(search, nil)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for failure in lanes.compactMap(\.failure) { Issue.record("\(failure)") }
        let seen = lanes.reduce(into: Set<String>()) { $0.formUnion($1.seen) }
        let operations = lanes.map(\.operations).reduce(0, +)
        print("histories: seeds 1 to \(Self.histories), \(operations) operations")
        #expect(operations > Self.histories * 20)
        #expect(Self.answers.isSubset(of: seen), "\(Self.answers.subtracting(seen)) did not occur")
    }

    /// What has to come up for the histories to prove anything.
    private static let answers: Set = [
        "start: running", "start: queued", "start: skipped", "start: failed", "call: running", "call: queued", "call: existed", "cancel: done",
        "terminate: done", "ask: done", "await: done", "park: done", "take: done", "giveUp: done", "giveUp: answered", "answer: done", "answer: not waiting",
        "emit: reached", "emit: nobody", "emitFrom: done", "claim: claimed", "claim: nothing", "crash: claimed", "stale: fenced", "stale: finished",
        "hear: done", "drive: done", "pause: done", "resume: done", "stand: done", "end: done", "abandonChild: done",
    ]

    /// What one of the tasks that look for failures came to.
    private struct Lane: Sendable {
        let operations: Int
        let seen: Set<String>
        let failure: HistorySearch.Failure?

        init(_ search: HistorySearch, _ failure: HistorySearch.Failure?) {
            (operations, seen, self.failure) = (search.operations, search.seen, failure)
        }
    }
}
