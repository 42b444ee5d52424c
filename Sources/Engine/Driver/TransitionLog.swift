import CivilTime
import Store

/// What waits for the next commit of a run.
struct TransitionLog {
    private(set) var entries: [JournalEntry] = []
    private(set) var waits: [WaitChange] = []
    var abandonedChildren: [CallKey] = []

    var isEmpty: Bool { entries.isEmpty && waits.isEmpty && abandonedChildren.isEmpty }

    mutating func append(
        _ kind: JournalEntry.Kind, path: String, attempt: Int, at: Instant, microseconds: Int64 = 0, body: [UInt8]
    ) {
        entries.append(JournalEntry(kind: kind, path: path, attempt: attempt, at: at, durationMicroseconds: microseconds, body: body))
    }

    mutating func append(_ change: WaitChange) { waits.append(change) }
}
