import CivilTime
import Store

/// Journal entries that wait for the next commit.
struct TransitionLog {
    private(set) var entries: [JournalEntry] = []

    mutating func append(
        _ kind: JournalEntry.Kind, path: String, attempt: Int, at: Instant, microseconds: Int64 = 0, body: [UInt8]
    ) {
        entries.append(JournalEntry(kind: kind, path: path, attempt: attempt, at: at, durationMicroseconds: microseconds, body: body))
    }

    mutating func take() -> [JournalEntry] {
        defer { entries = [] }
        return entries
    }
}
