import CivilTime
import Dispatch
import Testing

@testable import Store

/// A store whose writer can be held up, so that a test decides what comes together in one batch.
private struct HeldStore {
    let directory: TemporaryDirectory
    let store: SQLiteStore
    private let gate = DispatchSemaphore(value: 0)

    init(_ edit: (inout SQLiteStore.Options) -> Void = { _ in }) throws {
        directory = try TemporaryDirectory()
        var options = SQLiteStore.Options()
        edit(&options)
        store = try SQLiteStore(path: directory.database, options: options)
    }

    /// Applies the transitions while the writer is busy, lets it go when all of them wait, and returns what became of each.
    func together(_ transitions: [RunTransition]) async throws -> [StoreError?] {
        try await withThrowingTaskGroup(of: (Int, StoreError?).self) { group in
            let (store, gate) = (store, gate)
            let held = Completion()
            group.addTask {
                try await store.writer.write(size: 0) { _ in
                    held.complete()
                    gate.wait()
                }
                return (-1, nil)
            }
            await held.wait()
            for (number, transition) in transitions.enumerated() {
                group.addTask {
                    do throws(StoreError) {
                        try await store.apply(transition)
                        return (number, nil)
                    } catch {
                        return (number, error)
                    }
                }
            }
            while store.writer.waiting < transitions.count { await Task.yield() }
            gate.signal()
            var results = [StoreError?](repeating: nil, count: transitions.count)
            for try await (number, error) in group where number >= 0 { results[number] = error }
            return results
        }
    }
}

private func transition(_ run: RunKey, _ entry: JournalEntry) -> RunTransition {
    RunTransition(run: run, entries: [entry], at: instant(1))
}

@Suite struct GroupCommitTests {
    @Test func `what waits together is committed together`() async throws {
        let held = try HeldStore()
        let run = try await held.store.started(1).key
        let before = held.store.statistics
        let results = try await held.together((0..<200).map { transition(run, outcome("p\($0)")) })
        #expect(results.allSatisfy { $0 == nil })
        let after = held.store.statistics
        #expect(after.operations - before.operations == 201)
        // The one that held the writer up, and all the others.
        #expect(after.commits - before.commits == 2 && after.largestBatch == 200)
        await held.store.close()
    }

    @Test func `a write that stands alone is committed at once`() async throws {
        let held = try HeldStore()
        let run = try await held.store.started(1).key
        let before = held.store.statistics
        for _ in 0..<5 { try await held.store.append(run, outcome()) }
        #expect(held.store.statistics.commits - before.commits == 5)
        await held.store.close()
    }

    @Test func `one operation that breaks an invariant fails alone`() async throws {
        let held = try HeldStore()
        let run = try await held.store.started(1).key
        var transitions = (0..<9).map { transition(run, outcome("good\($0)")) }
        // Its entry is written before its change of state is refused.
        let change = Change.finished(state: .failed, output: nil, errorType: nil, error: nil)
        transitions.insert(RunTransition(run: run, entries: [outcome("bad")], change: change, at: instant(1)), at: 4)
        let results = try await held.together(transitions)
        #expect(results.enumerated().allSatisfy { ($0.element == nil) == ($0.offset != 4) })
        guard case .constraint(let message)? = results[4] else {
            Issue.record("expected a constraint, not \(String(describing: results[4]))")
            return
        }
        #expect(message.contains("failed_has_error"))
        let journal = try await held.store.journal(of: run.rowID)
        #expect(journal.map(\.sequence) == Array(1...9) && journal.allSatisfy { $0.entry.path.hasPrefix("good") })
        #expect(held.store.statistics.brokenBatches == 1)
        await held.store.close()
    }

    @Test func `a refusal that wrote nothing does not undo the batch`() async throws {
        let held = try HeldStore()
        let run = try await held.store.started(1).key
        let stale = RunKey(rowID: run.rowID, epoch: 7)
        let results = try await held.together([run, stale, run].map { transition($0, outcome()) })
        #expect(results == [nil, .fenced(run: stale, current: 1), nil])
        #expect(held.store.statistics.brokenBatches == 0)
        #expect(try await held.store.journal(of: run.rowID).map(\.sequence) == [1, 2])
        await held.store.close()
    }

    @Test func `a batch is bounded in operations and in bytes`() async throws {
        let held = try HeldStore {
            $0.batchOperations = 10
            $0.batchBytes = 5_000
        }
        let run = try await held.store.started(1).key
        _ = try await held.together(Array(repeating: transition(run, outcome()), count: 35))
        #expect(held.store.statistics.largestBatch == 10)
        let before = held.store.statistics.commits
        let body = String(repeating: "1", count: 3_000)
        _ = try await held.together(Array(repeating: transition(run, outcome(body: body)), count: 6))
        // The one that held the writer up, and one of the others at a time, as two of them pass the limit.
        #expect(held.store.statistics.commits - before == 7)
        #expect(try await held.store.journal(of: run.rowID).map(\.sequence) == Array(1...41))
        await held.store.close()
    }

    @Test func `a closed store finishes what it has taken and refuses the rest`() async throws {
        let held = try HeldStore()
        let run = try await held.store.started(1).key
        await held.store.close()
        await #expect(throws: StoreError.closed) { try await held.store.append(run, outcome()) }
        await #expect(throws: StoreError.closed) { try await held.store.journal(of: run.rowID) }
        await held.store.close()
        // The log is emptied into the one file that stays.
        #expect(held.directory.files == ["ratchet.db", "ratchet.db.lock"])
    }

    @Test func `the log is moved into the database when it has grown, and when nothing is written`() async throws {
        let held = try HeldStore {
            $0.checkpointPages = 50
            $0.idle = .milliseconds(1)
        }
        let run = try await held.store.started(1).key
        // The migrations of a new file fill the log, which is used again from its beginning and does not shrink.
        let opened = try contents(of: held.directory.database + "-wal").count
        let body = String(repeating: "1", count: 8_000)
        for _ in 0..<200 { try await held.store.append(run, outcome(body: body)) }
        let log = try contents(of: held.directory.database + "-wal").count
        // 200 bodies are more than 600 pages.
        #expect(
            held.store.statistics.checkpoints >= 5 && log < opened + 100 * Connection.logPageSize,
            "\(opened / Connection.logPageSize), then \(log / Connection.logPageSize) pages")
        let before = held.store.statistics.checkpoints
        try await held.store.append(run, outcome())
        while held.store.statistics.checkpoints == before { await Task.yield() }
        await held.store.close()
    }
}
