import Testing

@testable import Store

/// The life of one machine, whose power goes again and again at an operation of the disk that its seed decides.
struct PowerCuts {
    let seed: UInt64
    /// Operations at which the power went, counted from the moment the machine was up.
    private(set) var cuts: [Int] = []
    private(set) var machine: Machine

    /// Runs until the power has gone so many times, or something was lost. `prepare` may spoil the store first.
    init(seed: UInt64, cuts count: Int, prepare: @Sendable (SimulatedDisk, SQLiteStore) async throws(StoreError) -> Void = { _, _ in }) async throws {
        self.seed = seed
        var dice = Dice(seed: seed)
        machine = try Machine(seed: seed)
        while cuts.count < count, machine.differences.isEmpty {
            // Early ones fall into opening and recovery, the first ones into the creation of the database.
            let operation = dice.chance(25) ? dice.roll(1...40) : dice.roll(1...600)
            machine.disk.cut(at: operation, orSync: dice.chance(30))
            try await live(&dice, prepare)
            machine.disk.powerOn(seed: dice.next())
            cuts.append(operation)
        }
        if machine.differences.isEmpty { await machine.open()?.close() }
    }

    /// Works until the power goes; now and then the store is closed and opened in between.
    private mutating func live(
        _ dice: inout Dice, _ prepare: @Sendable (SimulatedDisk, SQLiteStore) async throws(StoreError) -> Void
    ) async throws {
        let disk = machine.disk
        while !disk.isOff, machine.differences.isEmpty {
            let opened = await machine.open { store throws(StoreError) in try await prepare(disk, store) }
            guard let store = opened else { continue }
            for _ in 0..<dice.roll(1...12) where !disk.isOff {
                do throws(StoreError) {
                    if try await !machine.work(on: store) { break }
                } catch {
                    // Reading fails as well when the power is off.
                    if !disk.isOff { throw error }
                }
            }
            await store.close()
        }
        disk.powerOff()
    }

    /// What to say when something was lost, with what is needed to see it again.
    var account: String {
        """
        RATCHET_POWER_SEED=\(seed): \(cuts.count) cuts at \(cuts), \(machine.acknowledged) writes acknowledged, \
        \(machine.survivors) others there, \(machine.checkpoints) checkpoints at most in one go: \(machine.differences)
        """
    }
}
