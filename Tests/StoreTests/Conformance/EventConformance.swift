import CivilTime
import Store
import Testing

/// Which events a wait finds that were there before it: those that came after its run was created, whatever the clock said then.
@Suite struct EventConformance {
    private static func wait(_ run: RunKey, at: Instant) -> RunTransition {
        var transition = RunTransition(run: run, entries: [], at: at)
        let call = CallKey(path: "wait", attempt: 1)
        transition.waits = [
            .open(NewWait(id: runID(77), call: call, kind: .event, step: "wait", eventName: "bell", request: json("{}"), until: nil))
        ]
        return transition
    }

    /// How far the clock jumps between the event before the run and the run, and between the run and the event after it, in seconds.
    @Test(arguments: StoreFactory.all, [-3_600, -1, 0, 1, 3_600])
    func `a wait finds the event after its run's creation and not the one before it, though the clock jump`(_ factory: StoreFactory, jump: Int) async throws {
        try await factory.with { store in
            _ = try await store.emit(id: "before", name: "bell", payload: json("1"), at: instant(5_000))
            let created = 5_000 + jump
            let run = try await store.started(created).key
            _ = try await store.emit(id: "after", name: "bell", payload: json("2"), at: instant(created + jump))
            let effects = try await store.apply(Self.wait(run, at: instant(created)))
            #expect(effects.delivered.map(\.by) == ["after"])
        }
    }

    @Test(arguments: StoreFactory.all, [-3_600, 3_600])
    func `an event that came before the run is not heard, though the clock jump`(_ factory: StoreFactory, jump: Int) async throws {
        try await factory.with { store in
            _ = try await store.emit(id: "before", name: "bell", payload: json("1"), at: instant(5_000))
            let run = try await store.started(5_000 + jump).key
            #expect(try await store.apply(Self.wait(run, at: instant(5_000 + jump))).delivered == [])
            // The next one is.
            #expect(try await store.emit(id: "after", name: "bell", payload: json("2"), at: instant(4_000)).delivered.count == 1)
        }
    }
}
