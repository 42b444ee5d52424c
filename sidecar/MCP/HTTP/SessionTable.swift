import CivilTime

/// Sessions by their ids, no more than so many, none longer idle than so long.
struct SessionTable<Value> {
    private struct Entry {
        var value: Value
        var used: Instant
    }

    private let capacity: Int
    private let idle: Duration
    private var entries: [String: Entry] = [:]

    init(capacity: Int, idle: Duration) {
        self.capacity = capacity
        self.idle = idle
    }

    var count: Int { entries.count }

    /// - Returns: the sessions that had to go: those idle for too long, and the one longest unused when there are too many.
    mutating func insert(_ value: Value, id: String, at now: Instant) -> [Value] {
        var gone = expire(at: now)
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.used < $1.value.used })?.key, let value = remove(oldest) {
            gone.append(value)
        }
        entries[id] = Entry(value: value, used: now)
        return gone
    }

    /// The session, which counts as used now. Nil when there is none, or it has been idle for too long.
    mutating func use(_ id: String, at now: Instant) -> Value? {
        guard let entry = entries[id], now - entry.used < idle else { return nil }
        entries[id]?.used = now
        return entry.value
    }

    mutating func remove(_ id: String) -> Value? { entries.removeValue(forKey: id)?.value }

    mutating func removeAll() -> [Value] {
        defer { entries = [:] }
        return entries.values.map(\.value)
    }

    private mutating func expire(at now: Instant) -> [Value] {
        let old = entries.filter { now - $0.value.used >= idle }
        for id in old.keys { entries[id] = nil }
        return old.values.map(\.value)
    }
}
