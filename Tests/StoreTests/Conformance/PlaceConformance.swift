import Store
import Testing

/// Places of a concurrency key when runs differ in how many they let be open: versions of a skill may.
@Suite struct PlaceConformance {
    private static func start(
        _ store: any Store, _ number: Int, limit: Int, priority: Int = 0, _ conflict: ConcurrencyConflict = .queue
    ) async throws -> RunRecord {
        try await store.started(number) {
            $0.concurrencyKey = "host"
            $0.concurrencyLimit = limit
            $0.conflict = conflict
            $0.priority = priority
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a run that goes before the queued ones and has room starts, though they have none`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            _ = try await Self.start(store, 1, limit: 1)
            let behind = try await Self.start(store, 2, limit: 1)
            let ahead = try await Self.start(store, 3, limit: 2, priority: 5)
            #expect(ahead.state == .running)
            #expect(try await store.run(behind.id).state == .queued)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a new run of a larger limit goes behind those that are queued`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let first = try await Self.start(store, 1, limit: 1)
            let second = try await Self.start(store, 2, limit: 1)
            let third = try await Self.start(store, 3, limit: 3)
            let refused = try await Self.start(store, 4, limit: 3, .skip)
            #expect([second, third, refused].map(\.state) == [.queued, .queued, .skipped])
            try await store.finish(first.key)
            #expect(try await store.claimDue(at: instant(200), limit: 9).map(\.rowID) == [second.key.rowID, third.key.rowID])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `being queued counts as a deferral, and no other start does`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let runs = [try await Self.start(store, 1, limit: 1), try await Self.start(store, 2, limit: 1), try await Self.start(store, 3, limit: 1, .skip)]
            for (run, count) in zip(runs, [0, 1, 0]) {
                #expect(run.deferrals == count)
                #expect(try await store.run(run.id).deferrals == count)
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a run that is put off counts a deferral each time, one that sleeps does not`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            var key = try await store.started(1).key
            for count in 1...2 {
                var transition = RunTransition(run: key, entries: [], change: .waiting(on: "load", detail: "gone", until: instant(60)), at: instant(1))
                transition.parking = Parking(until: instant(60), isDeferral: true)
                try await store.apply(transition)
                #expect(try await store.run(row: key.rowID).deferrals == count)
                key = try #require(try await store.claimDue(at: instant(60), limit: 1).first)
            }
            var transition = RunTransition(run: key, entries: [], at: instant(61))
            transition.parking = Parking(until: instant(90))
            try await store.apply(transition)
            #expect(try await store.run(row: key.rowID).deferrals == 2)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `no queued run moves up into a place that is being cleared`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            _ = try await Self.start(store, 1, limit: 1)
            _ = try await Self.start(store, 2, limit: 1)
            let second = try await Self.start(store, 3, limit: 2)
            let newest = try await Self.start(store, 4, limit: 2, .cancelRunning)
            #expect(newest.state == .running)
            #expect(try await store.run(second.id).state == .cancelled)
            #expect(try await store.openRuns(withKey: "host") == [.running: 2])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a question that was answered and comes up again is asked again`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let run = try await store.started(1).key
            let call = CallKey(path: "tell", attempt: 1)
            for number in 1...2 {
                let wait = NewWait(id: runID(number), call: call, kind: .unknown, step: "tell", request: json("{\"n\":\(number)}"), until: nil)
                var transition = RunTransition(run: run, entries: [], at: instant(number))
                transition.waits = [.open(wait)]
                try await store.apply(transition)
                let asked = try await store.inbox(after: nil, limit: 9).items
                #expect(asked.map(\.id) == [runID(number)] && asked.first?.request == wait.request && asked.first?.resolution == nil)
                _ = try await store.answer(runID(number), with: json("{}"), by: "kim", at: instant(number))
                transition.waits = [.close(call)]
                try await store.apply(transition)
            }
        }
    }
}
