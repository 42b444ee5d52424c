import JSON
import Store
import Workspace

/// A call as the outside world knows it: the run it was made for, and the step.
struct MadeCall: Hashable, CustomStringConvertible {
    let run: String
    let step: String
    var description: String { "\(run)/\(step)" }
}

/// What the journals say when a server is gone, read from a copy of its database.
struct CrashImage: Sendable {
    /// Which of the stops it was, from 1, and after how many requests to that server.
    let number: Int
    let count: Int
    private(set) var finished: Set<MadeCall> = []
    /// Writes that were about to be made or under way: an intent and no outcome.
    private(set) var cut: Set<MadeCall> = []
    private(set) var openRuns: Set<String> = []
    /// How often each finished call had been seen outside by then.
    private(set) var seen: [MadeCall: Int] = [:]

    init(number: Int, count: Int, of ground: Ground, seen: [MadeCall: Int]) async throws {
        self.number = number
        self.count = count
        let copy = "\(ground.folder)/image-\(number)/ratchet.db"
        for suffix in ["", "-wal"] {
            if let bytes = try Files.read(ground.layout.database + suffix) { try Files.write(copy + suffix, bytes) }
        }
        let store = try SQLiteStore(path: copy)
        var cursor: Cursor?
        repeat {
            let page = try await store.runs(RunFilter(), after: cursor, limit: 200)
            for run in page.items { try await read(run, store) }
            cursor = page.next
        } while cursor != nil
        await store.close()
        self.seen = seen.filter { finished.contains($0.key) }
    }

    /// Whether the call is the one that its run was at.
    func mayBeUnderWay(_ call: MadeCall) -> Bool {
        guard openRuns.contains(call.run), !finished.contains(call), let place = CrashSweep.steps.firstIndex(of: call.step) else { return false }
        return place == 0 || finished.contains(MadeCall(run: call.run, step: CrashSweep.steps[place - 1]))
    }

    private mutating func read(_ run: RunSummary, _ store: SQLiteStore) async throws {
        if !run.state.isTerminal { openRuns.insert(run.id) }
        var intents: Set<MadeCall> = []
        for record in try await store.journal(of: run.key.rowID) {
            let call = MadeCall(run: run.id, step: record.entry.path)
            if record.entry.kind == .intent { intents.insert(call) }
            if record.entry.kind == .outcome { finished.insert(call) }
        }
        cut.formUnion(intents.subtracting(finished))
    }
}
