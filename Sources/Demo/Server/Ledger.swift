package import CivilTime
package import JSON
import Synchronization

/// Every request the demo's services received, as an outside witness of what was really sent.
package final class Ledger: Sendable {
    package struct Entry: Sendable, Hashable {
        /// Counts from 1 without gaps.
        package let number: Int
        package let at: Instant
        package let method: String
        /// With its query, as sent.
        package let path: String
        package let idempotencyKey: String?
        /// The headers whose names begin with `x-ratchet-`, names in lower case.
        package let headers: [String: String]
    }

    private struct State {
        var entries: [Entry] = []
        var last = 0
        var waiting: [(number: Int, continuation: AsyncStream<Void>.Continuation)] = []
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// When full, the oldest tenth goes.
    package init(capacity: Int = 100_000) { self.capacity = max(capacity, 10) }

    /// Oldest first.
    package func entries(after number: Int = 0, limit: Int = .max) -> [Entry] {
        state.withLock { state in
            let first = state.entries.first?.number ?? 1
            return Array(state.entries.dropFirst(max(number + 1 - first, 0)).prefix(max(limit, 0)))
        }
    }

    /// The number of requests ever received.
    package var count: Int { state.withLock { $0.last } }

    /// Returns when that many requests have been received, at once when they have, and when the task is cancelled.
    package func received(_ number: Int) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        state.withLock { state in
            if state.last >= number { continuation.finish() } else { state.waiting.append((number, continuation)) }
        }
        for await _ in stream {}
    }

    func record(at: Instant, method: String, path: String, idempotencyKey: String?, headers: [String: String]) {
        state.withLock { state in
            if state.entries.count >= capacity { state.entries.removeFirst(capacity / 10) }
            state.last += 1
            let entry = Entry(number: state.last, at: at, method: method, path: path, idempotencyKey: idempotencyKey, headers: headers)
            state.entries.append(entry)
            for waiter in state.waiting where waiter.number <= state.last { waiter.continuation.finish() }
            state.waiting.removeAll { $0.number <= state.last }
        }
    }
}

extension Ledger.Entry {
    package var json: JSON {
        let headers = headers.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
        return [
            "number": .int(Int64(number)), "at": .string(at.rfc3339), "method": .string(method), "path": .string(path),
            "idempotency_key": idempotencyKey.map { .string($0) } ?? .null, "headers": .object(JSON.Object(headers)),
        ]
    }
}
