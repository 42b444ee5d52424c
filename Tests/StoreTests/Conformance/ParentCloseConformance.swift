import CivilTime
import Store
import Testing

/// What becomes of called runs when their callers are done with them.
@Suite struct ParentCloseConformance {
    /// A run, and one that it called with each of the rules, in the order of `ParentClose`.
    private static func family(_ store: any Store) async throws -> (parent: RunRecord, children: [RunRecord]) {
        let parent = try await store.started(1)
        var children: [RunRecord] = []
        for (index, rule) in ParentClose.allCases.enumerated() {
            children.append(try await child(index + 2, of: parent, rule, store))
        }
        return (parent, children)
    }

    private static func child(_ number: Int, of parent: RunRecord, _ rule: ParentClose, _ store: any Store) async throws -> RunRecord {
        try await store.started(number) {
            $0.parent = NewRun.Parent(row: parent.key.rowID, path: "call \(rule)", attempt: 1)
            $0.root = parent.key.rowID
            $0.parentClose = rule
        }
    }

    private static func check(_ family: (parent: RunRecord, children: [RunRecord]), at: Instant, in store: any Store) async throws {
        let now = try await store.children(of: family.parent.key.rowID)
        #expect(now.map(\.parentClose) == ParentClose.allCases)
        #expect(now.map(\.state) == [.running, .terminated, .running])
        #expect(now.map(\.abandonedAt) == [nil, nil, at])
        #expect(now[1].errorType == "terminated" && now[1].finishedAt == at)
        var asked: [Bool] = []
        for child in now { asked.append(try await store.cancellation(of: child.key.rowID) != nil) }
        #expect(asked == [true, true, false])
        // Whoever held the terminated one writes no more; the abandoned one is as it was.
        await #expect(throws: StoreError.fenced(run: family.children[1].key, current: 2)) { try await store.append(family.children[1].key, outcome()) }
        try await store.append(family.children[2].key, outcome())
    }

    @Test(arguments: StoreFactory.all)
    func `each called run is left to its rule when its caller ends, however it does`(_ factory: StoreFactory) async throws {
        for state in [RunState.succeeded, .failed, .cancelled, .timedOut, .quarantined, .terminated] {
            try await factory.with { store in
                let family = try await Self.family(store)
                let effects: WriteEffects
                if state == .terminated {
                    effects = try await store.terminate(
                        family.parent.key.rowID, Cancellation(at: instant(9), by: "kim", reason: "stuck"), errorBody: json("{}"))
                } else {
                    let change = Change.finished(state: state, output: nil, errorType: state == .succeeded ? nil : "x", error: nil)
                    effects = try await store.apply(RunTransition(run: family.parent.key, entries: [], change: change, at: instant(9)))
                }
                try await Self.check(family, at: instant(9), in: store)
                // Whoever holds them in memory is told.
                #expect(effects.cancelled.map(\.row) == [family.children[0].key.rowID])
                let ended = (state == .terminated ? [family.parent] : []) + [family.children[1]]
                #expect(Set(effects.terminated) == Set(ended.map(\.key.rowID)))
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `each called run is left to its rule when its call is given up, and the caller's end changes nothing more`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let family = try await Self.family(store)
            var transition = RunTransition(run: family.parent.key, entries: [], at: instant(9))
            transition.abandonedChildren = ParentClose.allCases.map { CallKey(path: "call \($0)", attempt: 1) }
            try await store.apply(transition)
            try await Self.check(family, at: instant(9), in: store)
            try await store.finish(family.parent.key, at: instant(20))
            #expect(try await store.run(row: family.children[2].key.rowID).abandonedAt == instant(9))
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a called run that has ended is not abandoned, and one that is open has one caller for good`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let parent = try await store.started(1)
            let child = try await Self.child(2, of: parent, .abandon, store)
            // Found, not made: the rule it began with stays.
            let again = try await store.started(3) {
                $0.parent = NewRun.Parent(row: parent.key.rowID, path: "call abandon", attempt: 1)
                $0.root = parent.key.rowID
                $0.parentClose = .terminate
            }
            #expect(again.existed && again.parentClose == .abandon)
            try await store.finish(child.key, at: instant(5))
            try await store.finish(parent.key, at: instant(9))
            let ended = try await store.run(row: child.key.rowID)
            #expect(ended.state == .succeeded && ended.abandonedAt == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `the end of an abandoned run does not wake its caller`(_ factory: StoreFactory) async throws {
        for rule in [ParentClose.cancel, .abandon] {
            try await factory.with { store in
                let parent = try await store.started(1)
                let child = try await Self.child(2, of: parent, rule, store)
                var transition = RunTransition(run: parent.key, entries: [], change: .waiting(on: "sleep", detail: nil, until: instant(900)), at: instant(3))
                transition.abandonedChildren = [CallKey(path: "call \(rule)", attempt: 1)]
                transition.parking = Parking(until: instant(900))
                try await store.apply(transition)
                try await store.finish(child.key, .cancelled, error: "cancelled", at: instant(5))
                #expect(try await store.nextWake() == (rule == .abandon ? instant(900) : instant(5)))
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `an open run that was abandoned keeps its caller's records from being pruned`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let family = try await Self.family(store)
            try await store.finish(family.parent.key, at: instant(9))
            try await store.finish(family.children[0].key, .cancelled, error: "cancelled", at: instant(10))
            let retention = Retention(endedBefore: instant(1_000))
            #expect(try await store.prunable(retention, skill: nil, after: nil, limit: 10).items.isEmpty)
            try await store.finish(family.children[2].key, at: instant(11))
            #expect(try await store.prunable(retention, skill: nil, after: nil, limit: 10).items == [family.parent.key.rowID])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a run that has ended calls nobody`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let parent = try await store.started(1)
            try await store.finish(parent.key)
            await #expect(throws: StoreError.finished(run: parent.key, state: .succeeded)) { try await Self.child(2, of: parent, .abandon, store) }
        }
    }
}
