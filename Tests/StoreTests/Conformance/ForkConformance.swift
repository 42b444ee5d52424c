import Store
import Testing

/// Runs that repeat others.
@Suite struct ForkConformance {
    private static func lineage(_ origin: RunRecord, before: Int, from: String? = nil, attempt: Int = 2) -> NewLineage {
        NewLineage(origin: origin.key.rowID, before: before, fromStep: from, attempt: attempt)
    }

    @Test(arguments: StoreFactory.all)
    func `a repetition begins with the outcomes before the cut, and with nothing else`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let origin = try await store.started(1)
            var intent = outcome("b")
            intent.kind = .intent
            try await store.append(origin.key, outcome("a", body: "{\"ok\":1}"), intent, outcome("b"), outcome("c"))
            try await store.finish(origin.key, .failed, error: "http.timeout")
            let run = try await store.fork(newRun(2), Self.lineage(origin, before: 4, from: "c"))
            let journal = try await store.journal(of: run.key.rowID)
            #expect(journal.map(\.entry) == [outcome("a", body: "{\"ok\":1}"), outcome("b")] && journal.map(\.sequence) == [1, 2])
            #expect(run.state == .running && run.id == runID(2))
            let lineage = try await store.lineage(of: run.key.rowID)
            #expect(lineage?.origin == origin.id && lineage?.kept == 2 && lineage?.fromStep == "c" && lineage?.attempt == 2)
            #expect(try await store.lineage(of: origin.key.rowID) == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `large outcomes are copied whole`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let origin = try await store.started(1)
            let body = "{\"ok\":\"\(String(repeating: "x", count: 40_000))\"}"
            try await store.append(origin.key, outcome("a", body: body))
            try await store.finish(origin.key)
            let run = try await store.fork(newRun(2), Self.lineage(origin, before: 2))
            #expect(try await store.journal(of: run.key.rowID).first?.entry.body == json(body))
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a repetition goes on from its own journal and leaves the other as it is`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let origin = try await store.started(1)
            try await store.append(origin.key, outcome("a"))
            try await store.finish(origin.key)
            let run = try await store.fork(newRun(2), Self.lineage(origin, before: 2))
            try await store.append(run.key, outcome("b"))
            #expect(try await store.journal(of: run.key.rowID).map(\.sequence) == [1, 2])
            #expect(try await store.journal(of: origin.key.rowID).count == 1)
            #expect(try await store.run(row: origin.key.rowID).state == .succeeded)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a run knows its repetitions, the oldest first, and not those of others`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let origin = try await store.started(1)
            try await store.finish(origin.key)
            let first = try await store.fork(newRun(2), Self.lineage(origin, before: 1))
            let second = try await store.fork(newRun(3), Self.lineage(origin, before: 1))
            let next = try await store.fork(newRun(4), Self.lineage(first, before: 1, attempt: 3))
            #expect(try await store.repetitions(of: origin.key.rowID).map(\.id) == [first.id, second.id])
            #expect(try await store.repetitions(of: first.key.rowID).map(\.id) == [next.id])
            #expect(try await store.repetitions(of: second.key.rowID).isEmpty)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a repetition that its concurrency key refuses keeps nothing`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let origin = try await store.started(1)
            try await store.append(origin.key, outcome("a"))
            try await store.finish(origin.key)
            try await store.started(2) {
                $0.concurrencyKey = "k"
                $0.concurrencyLimit = 1
            }
            var new = newRun(3)
            (new.concurrencyKey, new.concurrencyLimit) = ("k", 1)
            let run = try await store.fork(new, Self.lineage(origin, before: 2))
            #expect(run.state == .skipped)
            #expect(try await store.journal(of: run.key.rowID).isEmpty)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `an incident is found by its id or the beginning of it`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let run = try await store.started(1)
            let incident = Incident(id: runID(7), kind: "quarantine", runID: run.id, subject: "sweep", summary: "it died", openedAt: instant(3))
            try await store.open(incident)
            #expect(try await store.incident(incident.id) == incident)
            await #expect(throws: StoreError.prefixTooShort("0")) { try await store.incident("0") }
            await #expect(throws: StoreError.notFound(what: "incident", name: runID(8))) { try await store.incident(runID(8)) }
            try await store.closeIncident(incident.id, by: "olga", note: "seen", at: instant(4))
            try await store.closeIncident(incident.id, by: "emil", note: nil, at: instant(5))
            let closing = try await store.incident(incident.id).closing
            #expect(closing?.at == instant(4) && closing?.by == "olga" && closing?.note == "seen")
            #expect(try await store.incidents(closed: false, after: nil, limit: 10).items.isEmpty)
        }
    }
}
