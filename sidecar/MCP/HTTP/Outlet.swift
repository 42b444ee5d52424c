import Synchronization

/// The way of messages into one HTTP answer. Putting never waits; a reader that falls too far behind loses its stream.
final class Outlet: Sendable {
    private struct State {
        var hasEnded = false
        var keepAlive: Task<Void, Never>?
    }

    let pieces: AsyncStream<EventStream.Piece>
    private let continuation: AsyncStream<EventStream.Piece>.Continuation
    private let state = Mutex(State())

    private static let mostWaiting = 1024

    init() {
        (pieces, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.mostWaiting))
    }

    /// Whether nothing more will come.
    var hasEnded: Bool { state.withLock(\.hasEnded) }

    func put(_ piece: EventStream.Piece) {
        guard case .dropped = continuation.yield(piece) else { return }
        if case .event(let message, _) = piece, !message.isDispensable { end() }
    }

    func end() {
        let keepAlive = state.withLock { state in
            state.hasEnded = true
            return state.keepAlive.take()
        }
        keepAlive?.cancel()
        continuation.finish()
    }

    /// The messages as a stream of events.
    ///
    /// - Parameter onClose: called when the client has gone or has read everything; it may be called more than once.
    func stream(keepAlive interval: Duration, _ clock: any Clock<Duration>, onClose: @escaping @Sendable () -> Void) -> EventStream {
        // The task is the stream's: it ends with it.
        let task = Task { [weak self] in
            while (try? await clock.sleep(for: interval)) != nil { self?.put(.comment) }
        }
        let isLate = state.withLock { state in
            if !state.hasEnded { state.keepAlive = task }
            return state.hasEnded
        }
        if isLate { task.cancel() }
        continuation.onTermination = { reason in
            task.cancel()
            if case .cancelled = reason { onClose() }
        }
        return EventStream(pieces: pieces, atEnd: onClose)
    }

    /// The response among the messages, for an answer that is not a stream; nil when the task is cancelled first.
    func response() async -> Message.Response? {
        for await case .event(.response(let response), _) in pieces { return response }
        return nil
    }
}
