import CivilTime
import Store
import Testing

@Suite struct RetentionConformance {
    private static let large = json("\"" + String(repeating: "x", count: 20_000) + "\"")

    /// Twelve ended runs, number n created and ended at second n, each with a child, a body in a blob and a fire.
    private static func fill(_ store: any Store) async throws -> [RunRecord] {
        try await store.remember(sweep(2, skill: "digest"))
        _ = try await store.loop()
        var roots: [RunRecord] = []
        for number in 1...12 {
            var new = newRun(number, skill: number % 2 == 0 ? "digest" : "sweep")
            new.versionID = versionID(number % 2 == 0 ? 2 : 1)
            new.input = large
            new.loop = "night"
            new.nominalAt = instant(number)
            try await store.remember(sweep())
            let decision = FireDecision(
                loop: "night", fires: [Fire(nominalAt: instant(number), outcome: .started)], run: new, watermark: nil, nextAt: nil, decidedAt: instant(number))
            _ = try await store.fire(decision)
            let run = try await store.run(runID(number))
            let child = try await store.started(100 + number) {
                $0.parent = .init(row: run.key.rowID, path: "c", attempt: 1)
                $0.root = run.key.rowID
                $0.createdAt = instant(number)
            }
            try await store.append(child.key, JournalEntry(kind: .outcome, path: "p", attempt: 1, at: instant(number), body: large))
            try await store.finish(child.key, at: instant(number))
            try await store.append(run.key, outcome(), outcome("q"))
            try await store.finish(run.key, at: instant(number))
            roots.append(run)
        }
        return roots
    }

    private static func roots(_ store: any Store) async throws -> [String] {
        try await store.runs(RunFilter(rootsOnly: true), after: nil, limit: 100).items.map(\.id).reversed()
    }

    @Test(arguments: StoreFactory.all)
    func `what ended before goes with all that belongs to it, and nothing else`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            _ = try await Self.fill(store)
            let rule = Retention(endedBefore: instant(5))
            #expect(try await store.countPrunable(rule) == 4)
            let (pruned, isMore) = try await store.prune(rule)
            #expect(pruned.runs == 8 && pruned.journalEntries == 12 && pruned.fires == 4 && !isMore)
            #expect(try await Self.roots(store) == (5...12).map(runID))
            #expect(try await store.fires(of: "night", after: nil, limit: 100).items.count == 8)
            let found = try await store.verify()
            #expect(found.problems == [] && found.runs == 16 && found.blobs == 16)
            #expect(try await store.prune(rule).0 == Pruned())
        }
    }

    @Test(arguments: StoreFactory.all)
    func `each skill keeps its latest`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            _ = try await Self.fill(store)
            #expect(try await store.countPrunable(Retention(perSkill: 2)) == 8)
            #expect(try await store.prune(Retention(perSkill: 2)).0.runs == 16)
            #expect(try await Self.roots(store) == (9...12).map(runID))
            #expect(try await store.verify().problems == [])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `what is open, judged, repeated or under an open incident stays`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let runs = try await Self.fill(store)
            try await store.label(runs[0].key.rowID, Label(verdict: .good, by: "kim", at: instant(20)))
            let child = try await store.children(of: runs[1].key.rowID)[0]
            try await store.label(child.key.rowID, Label(verdict: .bad, by: "kim", at: instant(20)))
            _ = try await store.fork(newRun(200), NewLineage(origin: runs[2].key.rowID, before: 2, fromStep: nil, attempt: 2))
            let incident = Incident(id: runID(300), kind: "x", runID: runs[3].id, subject: "s", summary: "s", openedAt: instant(20))
            try await store.open(incident)
            let caller = try await store.started(401)
            let open = try await store.started(400) {
                $0.parent = .init(row: caller.key.rowID, path: "d", attempt: 1)
                $0.root = caller.key.rowID
                $0.parentClose = .abandon
            }
            try await store.finish(caller.key)
            let rule = Retention(endedBefore: instant(1_000), perSkill: 1)
            _ = try await store.prune(rule)
            #expect(try await Self.roots(store) == [1, 2, 3, 4, 200, 401].map(runID))
            #expect(try await store.prune([runs[0].key.rowID, open.key.rowID]) == Pruned())
            try await store.closeIncident(runID(300), by: "kim", note: nil, at: instant(30))
            try await store.finish(open.key)
            _ = try await store.prune(rule)
            #expect(try await Self.roots(store) == [1, 2, 3, 200].map(runID))
            #expect(try await store.verify().problems == [])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a step of pruning is bounded`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            _ = try await Self.fill(store)
            let (first, isMore) = try await store.prune(Retention(endedBefore: instant(100)), most: 5)
            #expect(first.runs == 10 && isMore)
            #expect(try await Self.roots(store) == (6...12).map(runID))
        }
    }
}
