import CivilTime
import Store
import Testing

/// Conditions on what was said of a run and on what it cost.
@Suite struct ListingFilterConformance {
    private static func all(_ store: any Store, _ filter: RunFilter) async throws -> [String] {
        var ids: [String] = []
        var cursor: Cursor?
        repeat {
            let page = try await store.runs(filter, after: cursor, limit: 3)
            ids += page.items.map(\.id)
            cursor = page.next
        } while cursor != nil
        return ids
    }

    @Test(arguments: StoreFactory.all)
    func `the latest verdict counts`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            for number in 0..<20 {
                let run = try await store.started(number) { $0.loop = number % 4 == 0 ? "night" : nil }
                if number % 2 == 0 { try await store.label(run.key.rowID, Label(verdict: .bad, by: "kim", at: instant(1))) }
                if number % 6 == 0 { try await store.label(run.key.rowID, Label(verdict: .good, by: "kim", at: instant(2))) }
                if number < 10 { try await store.finish(run.key) }
            }
            let bad = (0..<20).reversed().filter { $0 % 2 == 0 && $0 % 6 != 0 }
            #expect(try await Self.all(store, RunFilter(verdict: .bad)) == bad.map(runID))
            #expect(try await Self.all(store, RunFilter(loop: "night", verdict: .bad)) == bad.filter { $0 % 4 == 0 }.map(runID))
            #expect(try await Self.all(store, RunFilter(states: [.running], verdict: .bad)) == bad.filter { $0 >= 10 }.map(runID))
            #expect(try await Self.all(store, RunFilter(verdict: .good)) == [18, 12, 6, 0].map(runID))
            #expect(try await Self.all(store, RunFilter(verdict: .missed)) == [])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `runs are found by what they cost at least, over pages, beside any other condition`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let costs = [0, 1, 9, 10, 99, 100, 5_000, 999_999, 1_000_000, 123_456_789]
            for number in 0..<50 {
                let run = try await store.started(number)
                let usage = UsageTotals(calls: 1, inputTokens: 0, outputTokens: 0, costMicroUSD: costs[number % costs.count])
                try await store.finish(run.key, number % 3 == 0 ? .failed : .succeeded, error: number % 3 == 0 ? "http.x" : nil, usage: usage)
            }
            for least in [1, 9, 10, 11, 100, 1_000_000, 200_000_000] {
                let found = (0..<50).reversed().filter { costs[$0 % costs.count] >= least }
                #expect(try await Self.all(store, RunFilter(costAtLeast: least)) == found.map(runID), "\(least)")
                #expect(try await Self.all(store, RunFilter(skill: "sweep", costAtLeast: least)) == found.map(runID), "\(least)")
                let failed = found.filter { $0 % 3 == 0 }.map(runID)
                #expect(try await Self.all(store, RunFilter(states: [.failed], costAtLeast: least)) == failed, "\(least)")
                #expect(try await Self.all(store, RunFilter(errorPrefix: "http.", costAtLeast: least)) == failed, "\(least)")
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a version is found by its label`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep(3))
            #expect(try await store.versionID(of: "sweep", label: "1.0.3") == versionID(3))
            #expect(try await store.versionID(of: "other", label: "1.0.3") == nil)
            #expect(try await store.versionID(of: "sweep", label: "1.0.4") == nil)
        }
    }
}
