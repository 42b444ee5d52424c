import CivilTime
import JSON
import Testing

/// Waiting for what a server does by itself: it is asked again and again, through the command, until it has done it.
extension Ground {
    func wait<Value: Sendable>(for what: String, _ look: @escaping @Sendable () async throws -> Value?) async throws -> Value {
        try await within(.seconds(90), what) {
            while true {
                if let value = try await look() { return value }
                try Task.checkCancellation()
            }
        }
    }

    /// The nominal time of the newest fire of the loop that started a run after the time given.
    func fire(of loop: String, after nominal: Instant? = nil) async throws -> Instant {
        try await wait(for: "a fire of \(loop)") {
            let newest = try await self.fires(of: loop).first { $0.outcome == "started" }
            return newest.flatMap { fire in nominal.map { fire.nominalAt > $0 } ?? true ? fire.nominalAt : nil }
        }
    }

    /// The ledger of a loop, newest first.
    func fires(of loop: String) async throws -> [LedgerRow] {
        var rows: [LedgerRow] = []
        var cursor: [String] = []
        repeat {
            let page = try await answer(["loops", "fires", loop, "--limit", "200"] + cursor)
            rows += try (page["items"]?.array ?? []).map(LedgerRow.init)
            cursor = page["next"]?.string.map { ["--cursor", $0] } ?? []
        } while !cursor.isEmpty
        return rows
    }
}

/// A row of a loop's ledger as the API tells it.
struct LedgerRow {
    let nominalAt: Instant
    let throughAt: Instant?
    let count: Int
    let outcome: String
    let run: String?

    init(_ json: JSON) throws {
        nominalAt = try Instant(rfc3339: #require(json["nominal_at"]?.string))
        throughAt = try json["through_at"]?.string.map { try Instant(rfc3339: $0) }
        count = Int(try #require(json["count"]?.int))
        outcome = try #require(json["outcome"]?.string)
        run = json["run_id"]?.string
    }

    /// The nominal times it stands for, of a loop that is due every second.
    var seconds: [Int64] {
        let first = nominalAt.milliseconds / 1000
        return Array(first...(throughAt.map { $0.milliseconds / 1000 } ?? first))
    }
}
