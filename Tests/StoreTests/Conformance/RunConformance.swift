import CivilTime
import Store
import Testing

@Suite struct RunConformance {
    @Test(arguments: StoreFactory.all)
    func `a created run reads back as it was given`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep())
            var new = newRun(1, state: .queued)
            new.concurrencyKey = "host-1"
            new.deadlineAt = instant(900)
            new.idempotencyKey = "k"
            new.priority = 7
            let created = try await store.createRun(new)
            let read = try await store.run(created.id)
            #expect(read == created)
            #expect(read.state == .queued && read.version == "1.0.1" && read.versionID == versionID() && read.commit == "c0ffee")
            #expect(read.pins == new.pins && read.input == new.input && read.output == nil && read.error == nil)
            #expect(read.concurrencyKey == "host-1" && read.deadlineAt == instant(900) && read.priority == 7 && read.trigger == .manual)
            #expect(read.key.epoch == 1 && read.recoveries == 0 && read.startedAt == nil && read.changedAt == instant(1))
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a run of a version that is not stored is refused`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            await #expect(throws: StoreError.unknownVersion(id: versionID(), skill: "sweep")) { try await store.createRun(newRun(1)) }
            try await store.remember(sweep())
            await #expect(throws: StoreError.unknownVersion(id: versionID(), skill: "other")) { try await store.createRun(newRun(1, skill: "other")) }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a version is kept as it was first seen`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep())
            var later = sweep()
            later.seenAt = instant(50)
            try await store.remember(later)
            #expect(try await store.version(versionID()) == sweep())
            await #expect(throws: StoreError.notFound(what: "version", name: "nope")) { try await store.version("nope") }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a call starts one child however often it is repeated`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let parent = try await store.started(1)
            let ids = try await withThrowingTaskGroup(of: (Int64, Bool).self) { group in
                for number in 2..<52 {
                    group.addTask {
                        let child = try await store.started(number) {
                            $0.parent = .init(row: parent.key.rowID, path: "call[0]", attempt: 1)
                            $0.root = parent.key.rowID
                        }
                        return (child.key.rowID, child.existed)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(ids.map(\.0)).count == 1)
            #expect(ids.count { !$0.1 } == 1)
            let second = try await store.started(60) {
                $0.parent = .init(row: parent.key.rowID, path: "call[0]", attempt: 2)
                $0.root = parent.key.rowID
            }
            #expect(!second.existed)
            #expect(try await store.children(of: parent.key.rowID).map(\.key.rowID) == [ids[0].0, second.key.rowID])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `an idempotency key finds the first run, or fails for another input`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let first = try await store.started(1) { $0.idempotencyKey = "k" }
            let again = try await store.started(2) {
                $0.idempotencyKey = "k"
                $0.inputHash = "h1"
            }
            #expect(again.existed && again.id == first.id)
            await #expect(throws: StoreError.idempotencyConflict(key: "k", run: first.id)) {
                try await store.started(3) { $0.idempotencyKey = "k" }
            }
            // Another skill has its own keys.
            try await store.remember(sweep(2, skill: "other"))
            var other = newRun(4, skill: "other")
            other.versionID = versionID(2)
            other.idempotencyKey = "k"
            #expect(try await store.createRun(other).existed == false)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `taking over raises the epoch and counts a recovery only for what was running`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let running = try await store.started(1)
            let waiting = try await store.started(2)
            let ended = try await store.started(3)
            try await store.apply(RunTransition(run: waiting.key, entries: [], change: .waiting(on: "sleep", detail: nil, until: nil), at: instant(3)))
            try await store.finish(ended.key)
            let taken = try await store.takeOver([waiting.key.rowID, ended.key.rowID, running.key.rowID])
            #expect(taken.map(\.key) == [RunKey(rowID: waiting.key.rowID, epoch: 2), RunKey(rowID: running.key.rowID, epoch: 2)])
            #expect(taken.map(\.recoveries) == [0, 1])
            #expect(try await store.run(row: running.key.rowID).recoveries == 1)
            #expect(try await store.run(row: waiting.key.rowID).recoveries == 0)
            let open = try await store.openRuns()
            #expect(open.map(\.key) == taken.map(\.key).sorted { $0.rowID < $1.rowID } && open.map(\.input) == [json("{\"n\":1}"), json("{\"n\":2}")])
            let first = try await store.openRuns(after: nil, limit: 1)
            let second = try await store.openRuns(after: first.next, limit: 1)
            #expect(first.items + second.items == open && second.next == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a process that ends before it drives a run counts no recovery of it`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let row = try await store.started(1).key.rowID
            for _ in 1...3 { #expect(try await store.takeOver([row]).map(\.recoveries) == [1]) }
            let taken = try await store.takeOver([row]).map(\.key)
            try await store.markDriven(taken)
            #expect(try await store.takeOver([row]).map(\.recoveries) == [2])
            // Whoever lost the run says nothing about it.
            try await store.markDriven(taken)
            #expect(try await store.takeOver([row]).map(\.recoveries) == [2])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a run is found by a unique beginning of its id`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.started(0xabc)
            try await store.started(0x100) { $0.id = "01234567-aaaa-7000-8000-000000000000" }
            try await store.started(0x101) { $0.id = "01234567-bbbb-7000-8000-000000000000" }
            #expect(try await store.run("00000abc").id == runID(0xabc))
            #expect(try await store.run("01234567-a").id == "01234567-aaaa-7000-8000-000000000000")
            let both = ["01234567-aaaa-7000-8000-000000000000", "01234567-bbbb-7000-8000-000000000000"]
            await #expect(throws: StoreError.ambiguous(prefix: "01234567", candidates: both)) { try await store.run("01234567") }
            await #expect(throws: StoreError.prefixTooShort("0123456")) { try await store.run("0123456") }
            await #expect(throws: StoreError.notFound(what: "run", name: "99999999")) { try await store.run("99999999") }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a skipped run is over from the start`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let run = try await store.started(1) { $0.state = .skipped }
            #expect(run.finishedAt == instant(1) && run.state == .skipped)
            #expect(try await store.openRuns().isEmpty)
            await #expect(throws: StoreError.finished(run: run.key, state: .skipped)) { try await store.append(run.key, outcome()) }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `open runs are counted by loop and by key`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            for number in 1...3 { try await store.started(number) { $0.loop = "night" } }
            let keyed = try await store.started(4) { $0.concurrencyKey = "k" }
            try await store.started(5) {
                $0.concurrencyKey = "k"
                $0.state = .queued
            }
            #expect(try await store.openRuns(ofLoop: "night") == 3)
            #expect(try await store.openRuns(ofLoop: "day") == 0)
            #expect(try await store.openRuns(withKey: "k") == [.running: 1, .queued: 1])
            try await store.finish(keyed.key)
            #expect(try await store.openRuns(withKey: "k") == [.queued: 1])
        }
    }
}
