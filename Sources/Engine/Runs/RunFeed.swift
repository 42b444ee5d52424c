import Synchronization

/// Tells what runs do to whoever listens. A listener that does not keep up loses the oldest events: the journal has them all.
package final class RunFeed: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: AsyncStream<RunEvent>.Continuation] = [:]
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

    func publish(_ event: @autoclosure () -> RunEvent) {
        let listeners = state.withLock { Array($0.listeners.values) }
        guard !listeners.isEmpty else { return }
        let event = event()
        for listener in listeners { listener.yield(event) }
    }
}
