import Testing

@testable import Store

/// The power goes at each operation in turn while a database is created or brought up to date.
@Suite(.timeLimit(.minutes(5))) struct InterruptedSchemaTests {
    /// All steps there are, and one that is to come.
    private static let steps =
        Schema.migrations + [
            Migration(
                version: Schema.version + 1,
                sql: Array("CREATE TABLE later (x INTEGER) STRICT; CREATE INDEX later_x ON later (x); INSERT INTO later VALUES (1), (2);".utf8))
        ]

    private func migrate(_ disk: SimulatedDisk, to version: Int) throws(StoreError) -> Connection {
        let connection = try Connection(writingTo: disk.path, options: disk.options)
        try Schema.migrate(connection, at: disk.path, on: disk.disk, migrations: Array(Self.steps.prefix(version)))
        return connection
    }

    /// The schema version of a file, and how many skill versions it knows.
    private func look(at path: String, _ disk: SimulatedDisk) throws -> (schema: Int, versions: Int) {
        // For writing, so that a transaction that was cut off is rolled back.
        let connection = try Connection(path: path, access: .writing, on: disk.disk)
        #expect(try connection.all("PRAGMA integrity_check") { $0.text() } == ["ok"])
        let schema = try connection.first("PRAGMA user_version") { $0.count() } ?? -1
        return (schema, schema == 0 ? 0 : try connection.first("SELECT count(*) FROM versions") { $0.count() } ?? -1)
    }

    @Test(arguments: 0...Schema.version, Soak.isOn ? 1...10 : 1...1)
    func `a migration that the power interrupts at any operation is finished by the next start, with the older state beside it`(
        from old: Int, seed: Int
    ) throws {
        var operation = 0
        var interrupted = 0
        while interrupted == operation {
            operation += 1
            let disk = try SimulatedDisk()
            if old > 0 {
                let connection = try migrate(disk, to: old)
                try connection.remember(sweep())
                connection.close()
            }
            disk.cut(at: operation)
            let connection = try? migrate(disk, to: Self.steps.count)
            if disk.isOff { interrupted += 1 }
            disk.powerOff()
            connection?.close()
            disk.powerOn(seed: UInt64(operation * 3 + seed))

            let found = try disk.length(of: disk.path).map { $0 == 0 ? 0 : try look(at: disk.path, disk).schema } ?? 0
            #expect(found >= old && found <= Self.steps.count, "operation \(operation)")
            if old > 0, found > old { #expect(try look(at: "\(disk.path).schema-\(old)", disk) == (old, 1), "operation \(operation)") }
            if found < Self.steps.count { try migrate(disk, to: Self.steps.count).close() }
            #expect(try look(at: disk.path, disk) == (Self.steps.count, old == 0 ? 0 : 1), "operation \(operation)")
        }
        #expect(interrupted > 30, "\(interrupted) operations")
    }

    @Test(arguments: Soak.isOn ? 1...10 : 1...1)
    func `a database whose creation the power interrupts at any operation is created by the next start`(seed: Int) async throws {
        var operation = 0
        var interrupted = 0
        while interrupted == operation {
            operation += 1
            var machine = try Machine(seed: UInt64(seed))
            machine.disk.cut(at: operation)
            let first = await machine.open()
            if machine.disk.isOff { interrupted += 1 }
            machine.disk.powerOff()
            await first?.close()
            machine.disk.powerOn(seed: UInt64(operation * 3 + seed))
            let store = try #require(await machine.open(), "operation \(operation): \(machine.differences)")
            #expect(try await machine.work(on: store))
            await store.close()
            #expect(machine.differences == [], "operation \(operation)")
        }
        #expect(interrupted > 30, "\(interrupted) operations")
    }
}
