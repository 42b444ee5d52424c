import CivilTime
import Store

func instant(_ seconds: Int) -> Instant { Instant(milliseconds: 1_790_000_000_000 + Int64(seconds) * 1000) }

func json(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The id of the run with this number: 36 characters, in the order of the numbers.
func runID(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    let padded = String(repeating: "0", count: 8 - digits.count) + digits
    return "\(padded)-0000-7000-8000-000000000000"
}

func versionID(_ number: Int = 1) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 64 - digits.count) + digits
}

func sweep(_ number: Int = 1, skill: String = "sweep") -> Version {
    Version(id: versionID(number), skill: skill, label: "1.0.\(number)", document: json("{\"v\":\(number)}"), commit: "c0ffee", seenAt: instant(0))
}

func newRun(_ number: Int, skill: String = "sweep", state: NewRun.State = .running) -> NewRun {
    NewRun(
        id: runID(number), skill: skill, versionID: versionID(), commit: "c0ffee", pins: json("{\"ping\":\"1\"}"),
        input: json("{\"n\":\(number)}"), inputHash: "h\(number)", trigger: .manual, createdAt: instant(number), state: state)
}

func outcome(_ path: String = "ping", attempt: Int = 1, at: Instant = instant(1), body: String = "{}") -> JournalEntry {
    JournalEntry(kind: .outcome, path: path, attempt: attempt, at: at, durationMicroseconds: 1500, body: json(body))
}

extension Store {
    /// Creates a run of the skill "sweep", version 1.
    @discardableResult
    func started(_ number: Int, _ edit: (inout NewRun) -> Void = { _ in }) async throws(StoreError) -> RunRecord {
        try await remember(sweep())
        var run = newRun(number)
        edit(&run)
        return try await createRun(run)
    }

    func finish(
        _ run: RunKey, _ state: RunState = .succeeded, error: String? = nil, usage: UsageTotals? = nil, at: Instant = instant(100)
    ) async throws(StoreError) {
        let change = Change.finished(state: state, output: error == nil ? json("1") : nil, errorType: error, error: error.map { _ in json("{}") })
        try await apply(RunTransition(run: run, entries: [], change: change, usage: usage, at: at))
    }

    func append(_ run: RunKey, _ entries: JournalEntry...) async throws(StoreError) {
        try await apply(RunTransition(run: run, entries: entries, at: instant(1)))
    }
}
