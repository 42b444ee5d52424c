import CivilTime

@testable import Store

/// The real writes on a database in memory. One history is one transaction that is undone at its end, one operation a savepoint, as
/// the writer thread makes an operation alone when it fails.
final class Replica {
    private let connection: Connection

    init() throws(StoreError) {
        connection = try Connection(path: ":memory:", access: .writing)
        try Schema.migrate(connection, at: ":memory:")
        try connection.remember(sweep())
    }

    func begin() throws(StoreError) { try connection.execute("BEGIN") }
    func undo() throws(StoreError) { try connection.execute("ROLLBACK") }

    /// Runs a write; one that is refused leaves nothing.
    func write(_ body: (Connection) throws(StoreError) -> Told) throws(StoreError) -> Told {
        try connection.execute("SAVEPOINT operation")
        do throws(StoreError) {
            let told = try body(connection)
            try connection.execute("RELEASE operation")
            return told
        } catch {
            try connection.execute("ROLLBACK TO operation")
            try connection.execute("RELEASE operation")
            switch error {
            case .fenced: return .fenced
            case .finished: return .finished
            case .answered: return .answered
            case .notWaiting: return .notWaiting
            default: throw error
            }
        }
    }

    /// Everything the model speaks of.
    struct Image: Equatable {
        struct Run: Equatable, CustomStringConvertible {
            var state: String
            var epoch: Int
            var recoveries: Int
            var isParked: Bool
            var due: Int?
            var isAskedToEnd: Bool
            var isAbandoned: Bool
            var description: String {
                "\(state) epoch \(epoch) recoveries \(recoveries)\(isParked ? " parked until \(due.map(String.init) ?? "woken")" : "")"
                    + (isAskedToEnd ? " asked" : "") + (isAbandoned ? " abandoned" : "")
            }
        }
        var runs: [Run]
        /// By run and path.
        var waits: [[String: String]]
    }

    func image() throws(StoreError) -> Image {
        let runs = try connection.all(
            """
            SELECT state, epoch, recoveries, w.run, w.due_at, c.run, abandoned_at IS NOT NULL FROM runs AS r LEFT JOIN wakes AS w USING (run)
            LEFT JOIN cancellations AS c USING (run) ORDER BY r.run
            """
        ) {
            Image.Run(
                state: $0.text(), epoch: $0.count(), recoveries: $0.count(), isParked: $0.optional { $0.integer() } != nil,
                due: $0.optional { $0.instant() }.map(Int.init(moment:)), isAskedToEnd: $0.optional { $0.integer() } != nil, isAbandoned: $0.bool())
        }
        var waits = [[String: String]](repeating: [:], count: runs.count)
        for (run, path, state) in try connection.all("SELECT run, path, state FROM waits", read: { ($0.count(), $0.text(), $0.text()) }) {
            waits[run - 1][path] = state
        }
        return Image(runs: runs, waits: waits)
    }

    /// How many open runs of a key there are, by the query that the API uses.
    func recount(_ key: String) throws(StoreError) -> [RunState: Int] { try connection.openRuns(withKey: key) }
}

extension ReferenceModel {
    var image: Replica.Image {
        Replica.Image(
            runs: runs.map {
                Replica.Image.Run(
                    state: $0.state.rawValue, epoch: $0.epoch, recoveries: $0.recoveries, isParked: $0.isParked, due: $0.due,
                    isAskedToEnd: $0.isAskedToEnd, isAbandoned: $0.isAbandoned)
            }, waits: runs.map { run in Dictionary(uniqueKeysWithValues: run.waits.map { ($0.path, $0.state.rawValue) }) })
    }
}

/// The model's times are minutes.
extension Int {
    init(moment: Instant) { self = Int((moment.milliseconds - instant(0).milliseconds) / 60_000) }
    var moment: Instant { instant(self * 60) }
}
