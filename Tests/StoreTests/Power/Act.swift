import CivilTime

@testable import Store

/// A write of the workload.
enum Act: Sendable {
    case create(NewRun)
    /// The run's id, and what becomes of it.
    case apply(String, RunTransition)
    /// The ids of all open runs, and their rows.
    case takeOver([String], [Int64])
    case saveLoop(String, hash: String, watermark: Instant, nextAt: Instant)
    case fire(FireDecision)

    func perform(on store: SQLiteStore) async throws(StoreError) {
        switch self {
        case .create(let run): _ = try await store.createRun(run)
        case .apply(_, let transition): try await store.apply(transition)
        case .takeOver(_, let rows): _ = try await store.takeOver(rows)
        case .saveLoop(let name, let hash, let watermark, let nextAt):
            _ = try await store.saveLoop(name, specificationHash: hash, watermark: watermark, nextAt: nextAt)
        case .fire(let decision):
            if case .duplicate = try await store.fire(decision) { throw .constraint("\(decision.loop) fired before") }
        }
    }

    /// Whether a trace of it is in the database: each one leaves something no other one does.
    func isThere(in store: SQLiteStore, beside ledger: Ledger) async throws(StoreError) -> Bool {
        switch self {
        case .create(let run): return try await store.run(ifKnown: run.id) != nil
        case .apply(let id, let transition):
            guard let run = try await store.run(ifKnown: id) else { return false }
            let bodies = Set(transition.entries.map(\.body))
            return try await store.journal(of: run.key.rowID).contains { bodies.contains($0.entry.body) }
        case .takeOver(let ids, _):
            for id in ids {
                if let run = try await store.run(ifKnown: id), run.key.epoch != ledger.runs[id]?.epoch { return true }
            }
            return false
        case .saveLoop(let name, let hash, _, _): return try await store.loops().contains { $0.name == name && $0.specificationHash == hash }
        case .fire(let decision):
            let times = Set(decision.fires.map(\.nominalAt))
            let fires = try await store.fires(of: decision.loop, after: nil, limit: 10_000).items
            if fires.contains(where: { times.contains($0.fire.nominalAt) }) { return true }
            guard let run = decision.run else { return false }
            return try await store.run(ifKnown: run.id) != nil
        }
    }
}

extension History {
    func run(ifKnown id: String) async throws(StoreError) -> RunRecord? {
        do throws(StoreError) {
            return try await run(id)
        } catch {
            if case .notFound = error { return nil }
            throw error
        }
    }
}
