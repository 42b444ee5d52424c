import CivilTime

@testable import Store

/// Thinks up writes that fit what the ledger holds: of every kind that the store knows.
struct Workload {
    var dice: Dice
    /// Every run, entry, definition and question has a number of its own.
    private var number = 0
    /// What the round has to do with already: whether a write is possible must not hang on another one of the same round.
    private var touched: Set<String> = []

    init(seed: UInt64) { dice = Dice(seed: seed) }

    private static let kinds: [(weight: Int, make: @Sendable (inout Workload, Ledger) throws(StoreError) -> Act?)] = [
        (40, { workload, ledger throws(StoreError) in try workload.step(on: ledger) }),
        (14, { workload, ledger throws(StoreError) in try workload.create(on: ledger) }),
        (4, { workload, ledger throws(StoreError) in try workload.late(on: ledger) }),
        (5, { workload, ledger throws(StoreError) in workload.claim() }),
        (6, { workload, ledger throws(StoreError) in try workload.ending(on: ledger) }),
        (8, { workload, ledger throws(StoreError) in try workload.pause(on: ledger) }),
        (5, { workload, ledger throws(StoreError) in try workload.fork(on: ledger) }),
        (3, { workload, ledger throws(StoreError) in try workload.prune(on: ledger) }),
        (3, { workload, ledger throws(StoreError) in .compact }),
        (18, { workload, ledger throws(StoreError) in try workload.loop(on: ledger) }),
        (8, { workload, ledger throws(StoreError) in try workload.answer(on: ledger) }),
        (4, { workload, ledger throws(StoreError) in .emit("event \(workload.next())", workload.body(), at: workload.now) }),
        (4, { workload, ledger throws(StoreError) in try workload.label(on: ledger) }),
        (6, { workload, ledger throws(StoreError) in try workload.incident(on: ledger) }),
        (3, { workload, ledger throws(StoreError) in workload.toolCall() }),
        (12, { workload, ledger throws(StoreError) in try workload.proposal(on: ledger) }),
        (5, { workload, ledger throws(StoreError) in try workload.token(on: ledger) }),
    ]
    private static let sum = kinds.reduce(0) { $0 + $1.weight }

    /// Writes that can be made together, in this order.
    mutating func round(on ledger: Ledger) throws(StoreError) -> [Act] {
        touched = []
        var acts: [Act] = []
        for _ in 0..<dice.roll(1...6) {
            var drawn = dice.roll(1...Self.sum)
            guard let kind = Self.kinds.first(where: { kind in
                drawn -= kind.weight
                return drawn <= 0
            }) else { continue }
            if let act = try kind.make(&self, ledger) { acts.append(act) }
        }
        return acts
    }

    // MARK: what the kinds are made of

    var now: Instant { instant(number) }

    mutating func next() -> Int {
        number += 1
        return number
    }

    /// JSON that no other body equals; one in seven does not fit into its row.
    mutating func body() -> [UInt8] {
        let size = dice.chance(15) ? dice.roll(17_000...40_000) : dice.chance(15) ? dice.roll(3_000...9_000) : dice.roll(0...200)
        return json("{\"n\":\(next()),\"pad\":\"") + [UInt8](repeating: UInt8(ascii: "a") + UInt8(number % 26), count: size) + json("\"}")
    }

    mutating func run() -> NewRun {
        let number = next()
        return NewRun(
            id: runID(number), skill: "sweep", versionID: versionID(), input: body(), inputHash: "h\(number)", trigger: .manual,
            createdAt: instant(number), state: .running)
    }

    /// One of those that nothing in this round has to do with yet.
    mutating func pick<Thing>(_ things: [Thing], _ name: (Thing) -> String) -> Thing? {
        guard let thing = things.filter({ !touched.contains(name($0)) }).randomElement(using: &dice) else { return nil }
        touched.insert(name(thing))
        return thing
    }

    /// False when something in this round has to do with it already.
    mutating func touch(_ name: String) -> Bool { touched.insert(name).inserted }
}
