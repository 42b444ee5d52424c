import Testing

@testable import Store

/// The disk fails and the machine stays up: what each write answers, what is there afterwards, and how it goes on.
@Suite(.timeLimit(.minutes(5))) struct FaultTests {
    private static let writes = Soak.isOn ? 120 : 30

    /// A machine with a history, and its open store.
    private func machine(seed: UInt64) async throws -> (Machine, SQLiteStore) {
        var machine = try Machine(seed: seed)
        let store = try #require(await machine.open())
        for _ in 0..<8 { #expect(try await machine.work(on: store)) }
        return (machine, store)
    }

    /// Works until a fault has struck, and returns what the writes of that round answered.
    private func strike(_ machine: inout Machine, _ store: SQLiteStore) async throws -> [StoreError] {
        let before = machine.disk.failures
        for _ in 0..<200 {
            let errors = try await machine.attempt(on: store)
            if machine.disk.failures > before { return errors }
        }
        Issue.record("the fault did not strike")
        return []
    }

    /// Cuts the power, before or after the store is closed, and holds what is there then against the ledger.
    private func cutAndCompare(_ machine: inout Machine, _ store: SQLiteStore, closing: Bool = false, seed: UInt64) async throws {
        if !closing { machine.disk.powerOff() }
        await store.close()
        machine.disk.powerOff()
        machine.disk.powerOn(seed: seed)
        await machine.open()?.close()
    }

    @Test func `a disk that is full from any write on refuses writes as "full", keeps what it has, and goes on when there is room`() async throws {
        var (machine, store) = try await machine(seed: 21)
        var refused = 0
        for write in 1...Self.writes {
            machine.disk.fail(.full, from: write)
            // The log may be moved meanwhile, which fails as well and concerns nobody.
            var errors: [StoreError] = []
            while errors.isEmpty { errors = try await machine.attempt(on: store) }
            #expect(errors.allSatisfy { if case .full = $0 { true } else { false } }, "write \(write): \(errors)")
            try await machine.compare(with: store)
            machine.ruleOutFailed()
            refused += errors.count
            machine.disk.repair()
            #expect(try await machine.work(on: store), "write \(write)")
        }
        #expect(refused >= Self.writes)
        try await machine.compare(with: store)
        try await cutAndCompare(&machine, store, seed: 1)
        #expect(machine.differences == [])
    }

    @Test func `a write that the disk refuses once is made again with its neighbours one by one, or answers "full"`() async throws {
        var (machine, store) = try await machine(seed: 22)
        for write in 1...Self.writes {
            machine.disk.fail(.full, from: write, count: 1)
            let errors = try await strike(&machine, store)
            #expect(errors.count <= 1 && errors.allSatisfy { if case .full = $0 { true } else { false } }, "write \(write): \(errors)")
            machine.ruleOutFailed()
        }
        #expect(store.statistics.brokenBatches >= Self.writes / 4)
        try await machine.compare(with: store)
        try await cutAndCompare(&machine, store, seed: 2)
        #expect(machine.differences == [])
    }

    /// A kernel takes the pages of a failed sync for clean: whoever syncs again is told that all is well, and nothing is on the disk.
    @Test(arguments: [1, 3, Int.max], [false, true])
    func `nothing is acknowledged on a failed sync, nor later on the strength of what it lost`(count: Int, forgets: Bool) async throws {
        for sync in 1...(Soak.isOn ? 30 : 5) {
            let seed = UInt64(sync * 2) + (forgets ? 1 : 0)
            var (machine, store) = try await machine(seed: seed)
            machine.disk.forgetPagesOfFailedSyncs(forgets)
            machine.disk.fail(.sync, from: sync, count: count)
            let errors = try await strike(&machine, store)
            #expect(errors.allSatisfy { $0.isFailedSync }, "sync \(sync): \(errors)")
            try await machine.compare(with: store)
            machine.disk.repair()
            // The first commit that succeeds takes the place of what failed in the log.
            for _ in 0..<sync % 4 where try await machine.work(on: store) { machine.ruleOutFailed() }
            try await cutAndCompare(&machine, store, seed: seed)
            #expect(machine.differences == [], "sync \(sync)")
        }
    }

    /// What failed may be seen by the next process, which reads it from the kernel's cache, and must then stay.
    @Test func `what a process finds in the log after a failed sync of the one before is on the disk before it is built upon`() async throws {
        var found = 0
        for seed in 1...(Soak.isOn ? 100 : 10) {
            var (machine, store) = try await machine(seed: UInt64(seed))
            machine.disk.fail(.sync, from: seed % 5 + 1)
            var errors: [StoreError] = []
            while errors.isEmpty { errors = try await machine.attempt(on: store) }
            machine.disk.kill()
            await store.close()
            machine.disk.repair()
            machine.disk.restart()
            if seed % 2 == 0 {
                // The disk is not mended yet: the next process does not get far, and must not move the log on its way out.
                machine.disk.fail(.sync, from: 1, count: 1)
                let log = machine.disk.path + "-wal"
                let length = machine.disk.length(of: log)
                #expect(throws: StoreError.io(.syncFailed, "\(log): it could not be written again")) { try machine.disk.open() }
                #expect(machine.disk.length(of: log) == length, "seed \(seed)")
            }
            let next = try #require(await machine.open())
            found += machine.survivors
            for _ in 0..<2 { #expect(try await machine.work(on: next)) }
            try await cutAndCompare(&machine, next, seed: UInt64(seed))
            #expect(machine.differences == [], "seed \(seed)")
        }
        #expect(found > 0, "a failed write was seen by the next process \(found) times")
    }

    /// A machine whose log was moved in part, as a reader lets it: SQLite syncs the file only after the whole.
    private func machineWithPart(seed: UInt64) async throws -> (Machine, SQLiteStore) {
        var (machine, store) = try await machine(seed: seed)
        var moved = -1
        // Two commits behind the last time it was moved as a whole.
        while store.statistics.checkpoints != moved {
            let before = store.statistics.checkpoints
            while store.statistics.checkpoints == before { #expect(try await machine.work(on: store)) }
            moved = store.statistics.checkpoints
            for _ in 0..<2 { #expect(try await machine.work(on: store)) }
        }
        let reader = try Connection(readingFrom: machine.disk.path, on: machine.disk.disk)
        try reader.execute(script: "BEGIN; SELECT count(*) FROM runs")
        let before = store.statistics.checkpoints
        while store.statistics.checkpoints == before { #expect(try await machine.work(on: store)) }
        reader.close()
        return (machine, store)
    }

    @Test func `pages of the log that were moved and lost by a failed sync at closing are not taken for safe`() async throws {
        for seed in 1...6 {
            var (machine, store) = try await machineWithPart(seed: UInt64(seed))
            // The log itself is synced first.
            machine.disk.fail(.sync, from: 2, count: 1)
            try await cutAndCompare(&machine, store, closing: true, seed: UInt64(seed))
            #expect(machine.disk.failures == 1 && machine.differences == [], "seed \(seed)")
        }
    }

    @Test func `pages of the log that were moved and lost by a failed sync are not taken for safe`() async throws {
        for sync in 1...12 {
            var (machine, store) = try await machineWithPart(seed: UInt64(sync))
            machine.disk.fail(.sync, from: sync, count: 1)
            while store.statistics.checkpointFailure == nil, machine.disk.failures == 0 { _ = try await machine.attempt(on: store) }
            for _ in 0..<40 { #expect(try await machine.work(on: store)) }
            machine.ruleOutFailed()
            try await cutAndCompare(&machine, store, closing: sync % 2 == 0, seed: UInt64(sync))
            #expect(machine.differences == [], "sync \(sync)")
        }
    }

    @Test func `a file system for reading only is told at opening, and nothing is changed`() async throws {
        var (machine, store) = try await machine(seed: 23)
        await store.close()
        let operations = machine.disk.operations
        machine.disk.mountReadOnly(true)
        let reason = "it can be read but not written; check the file system and the file's mode"
        #expect(throws: StoreError.cannotOpen(path: machine.disk.path, reason: reason)) { try machine.disk.open() }
        #expect(machine.disk.operations == operations)
        machine.disk.mountReadOnly(false)
        await machine.open()?.close()
        #expect(machine.differences == [])
    }

    @Test func `a file system that becomes read-only fails writes, lets reading go on, and takes writes again when it is mended`() async throws {
        var (machine, store) = try await machine(seed: 24)
        machine.disk.mountReadOnly(true)
        for _ in 0..<5 {
            let errors = try await machine.attempt(on: store)
            #expect(!errors.isEmpty && errors.allSatisfy { if case .io = $0 { true } else { false } }, "\(errors)")
            try await machine.compare(with: store)
        }
        machine.ruleOutFailed()
        machine.disk.mountReadOnly(false)
        for _ in 0..<5 { #expect(try await machine.work(on: store)) }
        try await cutAndCompare(&machine, store, seed: 3)
        #expect(machine.differences == [])
    }
}

extension StoreError {
    fileprivate var isFailedSync: Bool { if case .io(.syncFailed, _) = self { true } else { false } }
}
