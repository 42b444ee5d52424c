import CivilTime
import Testing

@testable import Store

@Suite struct MaintenanceTests {
    @Test func `a backup is whole, for its owner alone, and made while writes go on`() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        for number in 1...30 { try await store.finish(store.started(number).key) }
        let path = directory.path + "/copy.db"
        async let copy = store.backup(to: path)
        for number in 31...60 { try await store.started(number) }
        let backup = try await copy
        #expect(backup.path == path && backup.bytes > 0 && backup.verification.problems == [] && backup.verification.runs >= 30)
        await store.close()
        let restored = try SQLiteStore(path: path)
        #expect(try await restored.runs(RunFilter(), after: nil, limit: 100).items.count == backup.verification.runs)
        #expect(try await restored.run(runID(7)).state == .succeeded)
        await restored.close()
        #expect(!directory.files.contains { $0.hasSuffix(".part") })
    }

    @Test func `a backup overwrites nothing`() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        let path = directory.path + "/copy.db"
        try write(json("mine"), to: path)
        await #expect(throws: StoreError.self) { try await store.backup(to: path) }
        #expect(try contents(of: path) == json("mine"))
        await #expect(throws: StoreError.self) { try await store.backup(to: directory.path + "/nowhere/copy.db") }
        await store.close()
    }

    @Test(arguments: [
        ("DELETE FROM journal WHERE sequence = 1", "ends with number 2"), ("UPDATE journal SET run = 99 WHERE sequence = 2", "belongs to no run"),
        ("DELETE FROM documents", "has no documents"), ("INSERT INTO blobs (bytes) VALUES (x'31')", "belongs to nothing"),
        ("UPDATE journal SET body = '{' WHERE sequence = 1", "is not JSON"), ("INSERT INTO wakes (run) SELECT run FROM runs", "is to be woken"),
        ("PRAGMA foreign_keys = OFF; UPDATE runs SET version = 77", "versions that is not there"),
    ])
    func `damage of each kind is found`(_ damage: String, _ problem: String) async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        let run = try await store.started(1)
        try await store.append(run.key, outcome(), outcome("b"))
        try await store.finish(run.key)
        await store.close()
        try Connection(writingTo: directory.database, options: SQLiteStore.Options()).execute(script: damage)
        let found = try await SQLiteHistory(path: directory.database).verify()
        #expect(found.problems.contains { $0.contains(problem) }, "\(found.problems)")
    }

    @Test func `pruning gives room back, and compacting the rest`() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        let body = json("\"" + String(repeating: "x", count: 100_000) + "\"")
        for number in 1...200 { try await store.finish(store.started(number) { $0.input = body }.key, at: instant(number)) }
        let full = try await store.information().bytes
        _ = try await store.prune(Retention(endedBefore: instant(190)))
        let pruned = try await store.information().bytes
        #expect(pruned < full)
        let freed = try await store.compact()
        let left = try await store.information().bytes
        #expect(left == pruned - freed && left < full / 10)
        #expect(try await store.verify().problems == [])
        await store.close()
    }
}
