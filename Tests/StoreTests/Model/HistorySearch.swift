@testable import Store

/// Looks for a history after which database and model differ, and makes one that it finds shorter.
struct HistorySearch {
    struct Failure: CustomStringConvertible, Sendable {
        let seed: UInt64
        let history: [String]
        let reason: String
        var description: String { "RATCHET_SEED=\(seed): \(reason)\nafter \(history.joined(separator: " "))" }
    }

    private(set) var operations = 0
    private(set) var seen: Set<String> = []
    private let replica: Replica

    init() throws { replica = try Replica() }

    mutating func failure(seed: UInt64) throws -> Failure? {
        var dice = Dice(seed: seed)
        let history = (0..<dice.roll(8...60)).map { _ in Operation(&dice) }
        guard let (count, _) = try run(history) else { return nil }
        return try shortened(Array(history.prefix(count)), seed: seed)
    }

    /// How many operations it took until something did not hold, and what.
    private mutating func run(_ history: [Operation]) throws -> (count: Int, reason: String)? {
        try replica.begin()
        var state = RandomHistory(on: replica)
        defer {
            try? replica.undo()
            seen.formUnion(state.seen)
        }
        for (index, operation) in history.enumerated() {
            operations += 1
            if let reason = try state.perform(operation) { return (index + 1, reason) }
        }
        return nil
    }

    /// Leaves out what is not needed for the failure.
    private mutating func shortened(_ history: [Operation], seed: UInt64) throws -> Failure {
        var (short, index) = (history, history.count - 1)
        while index >= 0 {
            var shorter = short
            shorter.remove(at: index)
            if let (count, _) = try run(shorter) { short = Array(shorter.prefix(count)) }
            index = min(index, short.count) - 1
        }
        return Failure(seed: seed, history: short.map(\.description), reason: try run(short)?.reason ?? "it passes by itself")
    }
}
