import CivilTime
import Store
import Testing

@Suite struct StatisticsConformance {
    @Test(arguments: StoreFactory.all)
    func `a week of a skill is counted by state, error, use, slowness and retries`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            // Created and started at second n.
            for number in 1...7 {
                let run = try await store.started(number)
                if number < 4 { try await store.append(run.key, outcome("a", attempt: 1), outcome("a", attempt: 2)) }
                if number == 2 { try await store.append(run.key, outcome("b", attempt: 2), outcome("b", attempt: 3)) }
                if number == 7 { continue }
                let usage = UsageTotals(calls: 1, inputTokens: 10, outputTokens: number, costMicroUSD: 100)
                try await store.finish(
                    run.key, number == 6 ? .failed : .succeeded, error: number == 6 ? "http.timeout" : nil, usage: usage,
                    at: instant(100 - 10 * number))
            }
            try await store.remember(sweep(2, skill: "digest"))
            var other = newRun(20, skill: "digest")
            other.versionID = versionID(2)
            _ = try await store.createRun(other)

            let all = try await store.statistics(since: instant(2), skill: nil)
            #expect(all.map(\.skill) == ["digest", "sweep"] && all[0].byState == [.running: 1] && all[0].slowest.isEmpty)
            let week = all[1]
            #expect(week.runs == 6 && week.byState == [.succeeded: 4, .failed: 1, .running: 1] && week.byErrorType == ["http.timeout": 1])
            #expect(week.usage == UsageTotals(calls: 5, inputTokens: 50, outputTokens: 20, costMicroUSD: 500))
            #expect(week.slowest.map(\.id) == (2...6).map(runID) && week.slowest[0].duration == .seconds(78))
            #expect(week.median == .seconds(56) && week.percentile95 == .seconds(78) && all[0].median == nil)
            #expect(week.mostRetried.map(\.id) == [runID(2), runID(3)] && week.mostRetried.map(\.retries) == [3, 1])
            #expect(try await store.statistics(since: instant(2), skill: "sweep") == [week])
            #expect(try await store.statistics(since: instant(500), skill: nil).isEmpty)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `the database says what it holds`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let ended = try await store.started(1)
            try await store.append(ended.key, outcome(), outcome())
            try await store.finish(ended.key)
            try await store.started(2)
            _ = try await store.loop()
            let information = try await store.information()
            #expect(information.runs == 2 && information.openRuns == 1 && information.journalEntries == 2)
            #expect(information.versions == 1 && information.loops == 1 && information.engineEpoch == 1)
            #expect(information.schemaVersion == 10 && information.bytes > 0)
        }
    }
}
