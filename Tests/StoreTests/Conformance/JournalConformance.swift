import CivilTime
import Store
import Testing

@Suite struct JournalConformance {
    @Test(arguments: StoreFactory.all)
    func `a journal reads back in order, numbered without gaps`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let run = try await store.started(1)
            let entries = [
                JournalEntry(kind: .intent, path: "a/pay", attempt: 1, at: instant(1), body: json("{}")),
                JournalEntry(kind: .outcome, path: "a/pay", attempt: 2, at: instant(2), durationMicroseconds: 9, body: json("[1,\"é\"]")),
                JournalEntry(kind: .signal, path: "", attempt: 1, at: instant(3), body: json("null")),
                JournalEntry(kind: .cancelRequest, path: "", attempt: 1, at: instant(4), body: json("{}")),
            ]
            try await store.append(run.key, entries[0])
            try await store.apply(RunTransition(run: run.key, entries: Array(entries[1...]), at: instant(4)))
            let read = try await store.journal(of: run.key.rowID)
            #expect(read.map(\.entry) == entries)
            #expect(read.map(\.sequence) == [1, 2, 3, 4])
            #expect(read.allSatisfy { $0.epoch == 1 })
            #expect(try await store.journal(of: 999).isEmpty)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `numbers stay dense and in order under 256 writers at once`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep())
            let runs = try await withThrowingTaskGroup(of: RunKey.self) { group in
                for number in 0..<8 { group.addTask { try await store.createRun(newRun(number)).key } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<256 {
                    group.addTask {
                        for step in 0..<8 { try await store.append(runs[writer % 8], outcome("w\(writer)", attempt: step + 1)) }
                    }
                }
                try await group.waitForAll()
            }
            for run in runs {
                let journal = try await store.journal(of: run.rowID)
                #expect(journal.map(\.sequence) == Array(1...256))
                // What one writer appended one after the other stands in that order.
                for (_, own) in Dictionary(grouping: journal, by: \.entry.path) { #expect(own.map(\.entry.attempt) == Array(1...8)) }
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a writer with an older epoch is fenced off and changes nothing`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let old = try await store.started(1).key
            let new = try await store.takeOver([old.rowID])[0].key
            let fenced = StoreError.fenced(run: old, current: 2)
            await #expect(throws: fenced) { try await store.append(old, outcome()) }
            await #expect(throws: fenced) { try await store.finish(old) }
            await #expect(throws: fenced) { try await store.apply(RunTransition(run: old, entries: [], change: .running, at: instant(2))) }
            await #expect(throws: fenced) { try await store.apply(RunTransition(run: old, entries: [], usage: UsageTotals(calls: 1), at: instant(2))) }
            await #expect(throws: fenced) {
                try await store.append(old, JournalEntry(kind: .late, path: "a", attempt: 1, at: instant(1), body: json("{}")))
            }
            try await store.append(new, outcome())
            #expect(try await store.journal(of: old.rowID).map(\.epoch) == [2])
            #expect(try await store.run(row: old.rowID).usage == UsageTotals())
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a finished run takes late entries only`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let run = try await store.started(1).key
            try await store.finish(run)
            let refused = StoreError.finished(run: run, state: .succeeded)
            await #expect(throws: refused) { try await store.append(run, outcome()) }
            await #expect(throws: refused) { try await store.finish(run, .cancelled) }
            let late = JournalEntry(kind: .late, path: "a", attempt: 1, at: instant(1), body: json("{}"))
            try await store.append(run, late)
            // All or nothing: the late entry in front does not let the other one in.
            await #expect(throws: refused) { try await store.append(run, late, outcome()) }
            #expect(try await store.journal(of: run.rowID).map(\.entry) == [late])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `writing to a run that does not exist says so`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            await #expect(throws: StoreError.notFound(what: "run", name: "with row 41")) {
                try await store.append(RunKey(rowID: 41, epoch: 1), outcome())
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `entries and the change of state are recorded together`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let run = try await store.started(1).key
            // A failed run must name its error: the change is refused, and the entry with it.
            await #expect(throws: StoreError.self) {
                try await store.apply(
                    RunTransition(
                        run: run, entries: [outcome()], change: .finished(state: .failed, output: nil, errorType: nil, error: nil), at: instant(2)))
            }
            #expect(try await store.journal(of: run.rowID).isEmpty)
            #expect(try await store.run(row: run.rowID).state == .running)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a run waits, goes on and ends, and its usage adds up`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let run = try await store.started(1).key
            let other = try await store.started(2).key
            let first = UsageTotals(calls: 2, inputTokens: 10, outputTokens: 5, costMicroUSD: 70)
            try await store.apply(
                RunTransition(
                    run: run, entries: [outcome()], change: .waiting(on: "sleep", detail: "an hour", until: instant(50)), usage: first,
                    at: instant(10)))
            try await store.apply(RunTransition(run: other, entries: [], change: .waiting(on: "event", detail: nil, until: nil), at: instant(10)))
            var read = try await store.run(row: run.rowID)
            #expect(read.state == .waiting && read.usage == first && read.changedAt == instant(10))
            #expect(read.wait?.kind == "sleep" && read.wait?.detail == "an hour" && read.wait?.until == instant(50))
            try await store.apply(RunTransition(run: run, entries: [], change: .running, at: instant(51)))
            try await store.apply(RunTransition(run: run, entries: [], change: .paused, at: instant(52)))
            #expect(try await store.run(row: run.rowID).state == .paused)
            try await store.finish(run, .failed, error: "http.timeout", usage: UsageTotals(calls: 1), at: instant(60))
            read = try await store.run(row: run.rowID)
            #expect(read.state == .failed && read.errorType == "http.timeout" && read.finishedAt == instant(60) && read.wait == nil)
            #expect(read.usage == first + UsageTotals(calls: 1) && read.error == json("{}") && read.output == nil && read.startedAt == instant(1))
        }
    }

    @Test(arguments: StoreFactory.all)
    func `bodies of any size come back whole`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let sizes = [2, 16_384, 16_385, 300_000]
            for (number, size) in sizes.enumerated() {
                let body = json("\"" + String(repeating: "x", count: size - 2) + "\"")
                let run = try await store.started(number) { $0.input = body }
                try await store.append(run.key, JournalEntry(kind: .outcome, path: "p", attempt: 1, at: instant(1), body: body))
                try await store.apply(
                    RunTransition(
                        run: run.key, entries: [], change: .finished(state: .failed, output: body, errorType: "e", error: body), at: instant(2)))
                let read = try await store.run(row: run.key.rowID)
                #expect(read.input == body && read.output == body && read.error == body)
                #expect(try await store.journal(of: run.key.rowID).map(\.entry.body) == [body])
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a write is recorded although its task was cancelled`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let run = try await store.started(1).key
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                #expect(Task.isCancelled)
                try await store.finish(run, .cancelled)
            }
            try await task.value
            #expect(try await store.run(row: run.rowID).state == .cancelled)
        }
    }
}
