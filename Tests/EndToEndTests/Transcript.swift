import Synchronization

/// Things that happen one after another, for any number of listeners; each hears all of them from the first on.
final class Transcript<Element: Sendable>: Sendable {
    private struct State {
        var past: [Element] = []
        var isOver = false
        var listeners: [AsyncStream<Element>.Continuation] = []
    }
    private let state = Mutex(State())

    var past: [Element] { state.withLock(\.past) }

    func append(_ element: Element) {
        state.withLock { state in
            state.past.append(element)
            for listener in state.listeners { listener.yield(element) }
        }
    }

    func finish() {
        state.withLock { state in
            state.isOver = true
            for listener in state.listeners { listener.finish() }
            state.listeners = []
        }
    }

    func stream() -> AsyncStream<Element> {
        let (stream, continuation) = AsyncStream.makeStream(of: Element.self)
        state.withLock { state in
            for element in state.past { continuation.yield(element) }
            if state.isOver { continuation.finish() } else { state.listeners.append(continuation) }
        }
        return stream
    }
}

/// What a test waited for did not come in time.
struct Overdue: Error, CustomStringConvertible {
    let description: String
}

/// The result of `work`; `Overdue` when it takes longer than any sound machine would.
func within<Value: Sendable>(
    _ limit: Duration = .seconds(30), _ what: @autoclosure @escaping @Sendable () -> String, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw Overdue(description: "not within \(limit): \(what())")
        }
        guard let value = try await group.next() else { throw Overdue(description: what()) }
        group.cancelAll()
        return value
    }
}
