import CivilTime

@testable import Store

/// A machine with a store on a disk, a workload on the store, and a ledger of what the store has acknowledged.
struct Machine {
    let disk: SimulatedDisk
    private(set) var ledger = Ledger()
    private var workload: Workload
    private var rows: [String: Int64] = [:]
    /// Writes that failed: each may be there as a whole, once the store is opened again.
    private var uncertain: [Act] = []
    /// What the database holds other than it should; empty as long as it keeps its promise.
    private(set) var differences: [String] = []
    private(set) var acknowledged = 0
    private(set) var survivors = 0
    private(set) var checkpoints = 0

    init(seed: UInt64) throws {
        disk = try SimulatedDisk()
        workload = Workload(seed: seed)
    }

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
            try await store.remember(sweep())
            let open = ledger.runs.filter { !$0.value.state.isTerminal }.map(\.key).sorted()
            if try await make([.takeOver(open, open.compactMap { rows[$0] })], on: store) { return store }
        } catch {
            if !disk.isOff { differences.append("the opened store fails: \(error)") }
        }
        await store.close()
        return nil
    }

    /// Says that what failed so far is not there, whatever happens next.
    mutating func ruleOutFailed() { uncertain = [] }

    /// Makes some writes together. False when the power went or one failed.
    mutating func work(on store: SQLiteStore) async throws(StoreError) -> Bool {
        try await make(workload.round(on: ledger, rows: rows), on: store)
    }

    /// The same, for writes of which some are to fail: returns the errors.
    mutating func attempt(on store: SQLiteStore) async throws(StoreError) -> [StoreError] {
        try await errors(of: workload.round(on: ledger, rows: rows), on: store) ?? []
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
            if error == nil { ledger.record(act) } else { uncertain.append(act) }
        }
        acknowledged += results.count { $0 == nil }
        checkpoints = max(checkpoints, store.statistics.checkpoints)
        if !disk.isOff { try await learnRows(from: store) }
        return results.compactMap { $0 }
    }

    private mutating func learnRows(from store: SQLiteStore) async throws(StoreError) {
        for id in ledger.runs.keys where rows[id] == nil { rows[id] = try await store.run(ifKnown: id)?.key.rowID }
    }

    /// After an opening: every acknowledged write is there once, a write that failed is there as a whole or not at all, and nothing else is.
    private mutating func audit(_ store: SQLiteStore) async throws(StoreError) {
        var known = ledger
        for act in uncertain where try await act.isThere(in: store, beside: ledger) {
            known.record(act)
            survivors += 1
        }
        uncertain = []
        ledger = known
        try await compare(with: store)
        rows = [:]
        try await learnRows(from: store)
        let connection = try Connection(readingFrom: disk.path, on: disk.disk)
        let integrity = try connection.all("PRAGMA integrity_check") { $0.text() }
        let orphans = try connection.all("PRAGMA foreign_key_check") { $0.text() }
        if integrity != ["ok"] { differences += integrity }
        differences += orphans.map { "a row of \($0) refers to nothing" }
    }

    /// Holds a store that has been open all the time against the ledger: of what failed, nothing is there.
    mutating func compare(with store: SQLiteStore) async throws(StoreError) {
        differences += ledger.differences(from: try await Ledger(store))
        let blobs = try Connection(readingFrom: disk.path, on: disk.disk).first(
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
