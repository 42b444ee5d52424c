import CivilTime

@testable import Store

/// What the database has to hold: everything that was acknowledged, and nothing else. It is a second database, in memory, in which each
/// write is made once it is acknowledged; then every row of every table has to be the same.
final class Ledger {
    private let connection: Connection

    init() throws(StoreError) {
        connection = try Connection(path: ":memory:", access: .writing)
        try Schema.migrate(connection, at: ":memory:")
    }

    func record(_ act: Act) throws(StoreError) {
        try execute("SAVEPOINT act")
        do throws(StoreError) {
            try act.perform(on: connection)
            try execute("RELEASE act")
        } catch {
            try execute("ROLLBACK TO act; RELEASE act")
            throw error
        }
    }

    /// Takes those of the writes as acknowledged that are in a database with these rows: each is there as a whole or not at all.
    /// - Returns: how many are there; nil when the rows are what no choice of them comes to.
    func settle(_ uncertain: [Act], by rows: Rows) throws(StoreError) -> Int? {
        for choice in Self.choices(of: uncertain.count) {
            try execute("SAVEPOINT choice")
            let chosen = uncertain.indices.filter { choice & (1 << $0) != 0 }
            do throws(StoreError) {
                for index in chosen { try record(uncertain[index]) }
                if try Rows(of: connection) == rows {
                    try execute("RELEASE choice")
                    return chosen.count
                }
            } catch {
                // One of them needs another that was not chosen.
            }
            try execute("ROLLBACK TO choice; RELEASE choice")
        }
        return nil
    }

    /// Sets of so many things as bits: all, none, then the others.
    private static func choices(of count: Int) -> [Int] {
        precondition(count <= 10, "\(count) writes are uncertain")
        let all = (1 << count) - 1
        return count == 0 ? [0] : [all, 0] + Array(1..<all).reversed()
    }

    private func execute(_ script: String) throws(StoreError) { try connection.execute(script: script) }

    var rows: Rows { get throws(StoreError) { try Rows(of: connection) } }

    /// For thinking up what to do next.
    func all<Value>(_ sql: String, read: (inout Row) throws(StoreError) -> Value) throws(StoreError) -> [Value] {
        try connection.all(composed: sql, [], read: read)
    }
}

/// Every row of every table but `engine`, whose epoch says how often the file was opened.
struct Rows: Equatable {
    private var tables: [String: [[UInt8]]] = [:]

    init(of connection: Connection) throws(StoreError) {
        let names = try connection.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'engine' AND name NOT LIKE 'sqlite%'") { $0.text() }
        for name in names {
            let columns = try connection.all("SELECT 'quote(' || name || ')' FROM pragma_table_info(?1)", name) { $0.text() }
            let row = columns.joined(separator: " || ',' || ")
            tables[name] = try connection.all(composed: "SELECT CAST(\(row) AS BLOB) FROM \(name) NOT INDEXED", []) { $0.bytes() }
        }
    }

    /// What of this is missing or different in `found`, and what is there too much, in words.
    func differences(from found: Rows) -> [String] {
        tables.keys.sorted().filter { tables[$0] != found.tables[$0] }.map { name in
            let (mine, theirs) = (tables[name] ?? [], found.tables[name] ?? [])
            let same = zip(mine, theirs).prefix { $0 == $1 }.count
            let first = [mine, theirs].map { same < $0.count ? String(decoding: $0[same].prefix(200), as: UTF8.self) : "nothing" }
            return "\(name): \(mine.count) rows became \(theirs.count), the first \(same) are the same; \(first[0]) became \(first[1])"
        }
    }
}
