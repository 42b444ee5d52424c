import Synchronization

/// Tells what runs do to whoever listens. A listener that does not keep up loses the oldest events: the journal has them all.
package final class RunFeed: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: AsyncStream<RunEvent>.Continuation] = [:]
        var sink: (@Sendable (RunEvent) -> Void)?
    }
    private let state = Mutex(State())

    /// - Parameter limit: events kept for a slow listener.
    package func events(limit: Int = 1024) -> AsyncStream<RunEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: RunEvent.self, bufferingPolicy: .bufferingNewest(limit))
        let id = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: id) }
        }
        return stream
    }

    /// Has every event from now on handed over at once, in the engine's own time: what it does must be short. One for a feed, the latest.
    package func pour(into sink: @escaping @Sendable (RunEvent) -> Void) { state.withLock { $0.sink = sink } }

    func publish(_ event: @autoclosure () -> RunEvent) {
        let (listeners, sink) = state.withLock { (Array($0.listeners.values), $0.sink) }
        guard !listeners.isEmpty || sink != nil else { return }
        let event = event()
        sink?(event)
        for listener in listeners { listener.yield(event) }
    }
}
