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
            #expect(ahead.effects.woke)
            #expect(try await store.claimDue(at: instant(9), limit: 9).map(\.rowID) == [ahead.key.rowID])
            #expect(try await store.run(behind.id).state == .queued)
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
