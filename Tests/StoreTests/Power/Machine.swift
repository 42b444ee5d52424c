import CivilTime

@testable import Store

/// A machine with a store on a disk, a workload on the store, and a ledger of what the store has acknowledged.
struct Machine {
    let disk: SimulatedDisk
    let ledger: Ledger
    private var workload: Workload
    /// Writes that failed: each may be there as a whole, once the store is opened again.
    private var uncertain: [Act] = []
    /// What the database holds other than it should; empty as long as it keeps its promise.
    private(set) var differences: [String] = []
    /// How many writes were acknowledged, by method.
    private(set) var methods: [String: Int] = [:]
    private(set) var survivors = 0
    private(set) var checkpoints = 0

    init(seed: UInt64) throws {
        disk = try SimulatedDisk()
        ledger = try Ledger()
        workload = Workload(seed: seed)
    }

    var acknowledged: Int { methods.values.reduce(0, +) }

    /// Opens the store, holds the database against the ledger and takes the runs over. Nil when the power went meanwhile.
    mutating func open(_ prepare: (SQLiteStore) async throws(StoreError) -> Void = { _ in }) async -> SQLiteStore? {
        let store: SQLiteStore
        do throws(StoreError) {
            store = try disk.open()
        } catch {
            if !disk.isOff { differences.append("the store does not open: \(error)") }
            return nil
        }
        do throws(StoreError) {
            try await prepare(store)
            try await audit(store)
            let held = try await store.heldRuns().map(\.key)
            let taken = held.map { RunKey(rowID: $0.rowID, epoch: $0.epoch + 1) }
            if try await make([.remember(sweep()), .takeOver(held.map(\.rowID)), .markDriven(taken)], on: store) { return store }
        } catch {
            if !disk.isOff { differences.append("the opened store fails: \(error)") }
        }
        await store.close()
        return nil
    }

    /// Says that what failed so far is not there, whatever happens next.
    mutating func ruleOutFailed() { uncertain = [] }

    /// Makes some writes together. False when the power went or one failed.
    mutating func work(on store: SQLiteStore) async throws(StoreError) -> Bool { try await make(workload.round(on: ledger), on: store) }

    /// The same, for writes of which some are to fail: returns the errors.
    mutating func attempt(on store: SQLiteStore) async throws(StoreError) -> [StoreError] {
        try await errors(of: workload.round(on: ledger), on: store) ?? []
    }

    private mutating func make(_ acts: [Act], on store: SQLiteStore) async throws(StoreError) -> Bool {
        guard let errors = try await errors(of: acts, on: store) else { return false }
        if let error = errors.first, !disk.isOff { differences.append("a write failed on a sound disk: \(error)") }
        return errors.isEmpty
    }

    private mutating func errors(of acts: [Act], on store: SQLiteStore) async throws(StoreError) -> [StoreError]? {
        guard let results = await store.together(acts) else { return nil }
        // Waits until the writer has moved the log, if it does: the same seed is to see the same.
        _ = await store.together([])
        for (act, error) in zip(acts, results) {
            guard error == nil else {
                uncertain.append(act)
                continue
            }
            methods[act.method, default: 0] += 1
            do throws(StoreError) {
                try ledger.record(act)
            } catch {
                differences.append("\(act.method)) was acknowledged and cannot have been made: \(error)")
            }
        }
        checkpoints = max(checkpoints, store.statistics.checkpoints)
        return results.compactMap { $0 }
    }

    /// After an opening: every acknowledged write is there once, a write that failed is there as a whole or not at all, and nothing else is.
    private mutating func audit(_ store: SQLiteStore) async throws(StoreError) {
        let connection = try Connection(readingFrom: disk.path, on: disk.disk)
        let found = try Rows(of: connection)
        if let survived = try ledger.settle(uncertain, by: found) {
            survivors += survived
        } else {
            differences += try ledger.rows.differences(from: found)
        }
        uncertain = []
        let integrity = try connection.all("PRAGMA integrity_check") { $0.text() }
        let orphans = try connection.all("PRAGMA foreign_key_check") { $0.text() }
        if integrity != ["ok"] { differences += integrity }
        differences += orphans.map { "a row of \($0) refers to nothing" }
        try lookForBodies(connection)
    }

    /// Holds a store that has been open all the time against the ledger: of what failed, nothing is there.
    mutating func compare(with store: SQLiteStore) async throws(StoreError) {
        let connection = try Connection(readingFrom: disk.path, on: disk.disk)
        differences += try ledger.rows.differences(from: try Rows(of: connection))
        try lookForBodies(connection)
    }

    private mutating func lookForBodies(_ connection: Connection) throws(StoreError) {
        let blobs = try connection.first(
            """
            SELECT count(*) FROM blobs WHERE blob NOT IN (SELECT blob FROM journal WHERE blob IS NOT NULL UNION ALL
                SELECT input_blob FROM documents WHERE input_blob IS NOT NULL UNION ALL
                SELECT output_blob FROM documents WHERE output_blob IS NOT NULL UNION ALL
                SELECT error_blob FROM documents WHERE error_blob IS NOT NULL)
            """
        ) { $0.count() }
        if blobs != 0 { differences.append("\(blobs ?? -1) bodies belong to no row") }
    }
}
