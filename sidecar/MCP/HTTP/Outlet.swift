import Synchronization

/// The way of messages into one HTTP answer. Putting never waits; a reader that falls too far behind loses its stream.
///
/// What waits is bounded: so many pieces, and of notices that the same thing has changed only the latest.
final class Outlet: Sendable {
    private struct State {
        var waiting: [EventStream.Piece] = []
        var hasEnded = false
        var keepAlive: Task<Void, Never>?
    }

    /// Rings when there is something to read, or nothing more will be; it holds one ring.
    private let bell: AsyncStream<Void>
    private let ringer: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    static let mostWaiting = 1024

    init() {
        (bell, ringer) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether nothing more will come.
    var hasEnded: Bool { state.withLock(\.hasEnded) }

    func put(_ piece: EventStream.Piece) {
        let isLost = state.withLock { state in
            guard !state.hasEnded else { return false }
            if let notice = piece.notice { state.waiting.removeAll { $0.notice == notice } }
            guard state.waiting.count < Self.mostWaiting else { return !piece.isDispensable }
            state.waiting.append(piece)
            return false
        }
        if isLost { end() } else { ringer.yield() }
    }

    func end() {
        let keepAlive = state.withLock { state in
            state.hasEnded = true
            return state.keepAlive.take()
        }
        keepAlive?.cancel()
        ringer.finish()
    }

    /// The pieces in their order, to be iterated once. The end is where nothing more will come, or the reader was cancelled.
    struct Pieces: Sendable {
        fileprivate let outlet: Outlet

        func makeIterator() -> Iterator { Iterator(outlet: outlet, rings: outlet.bell.makeAsyncIterator()) }

        struct Iterator {
            fileprivate let outlet: Outlet
            fileprivate var rings: AsyncStream<Void>.Iterator

            mutating func next(isolation actor: isolated (any Actor)? = #isolation) async -> EventStream.Piece? {
                while !Task.isCancelled {
                    if let piece = outlet.take() { return piece }
                    guard await rings.next(isolation: actor) != nil else { return Task.isCancelled ? nil : outlet.take() }
                }
                // Whoever watches over the stream is told by it that its reader has gone.
                _ = await rings.next(isolation: actor)
                return nil
            }
        }
    }

    var pieces: Pieces { Pieces(outlet: self) }

    private func take() -> EventStream.Piece? {
        state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
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
        ringer.onTermination = { reason in
            task.cancel()
            // A task of its own: this runs while the reader's task is locked, and who holds what `onClose` locks may be waking that task.
            if case .cancelled = reason { Task { onClose() } }
        }
        return EventStream(pieces: pieces, atEnd: onClose)
    }

    /// The response among the messages, for an answer that is not a stream; nil when the task is cancelled first.
    func response() async -> Message.Response? {
        var reader = pieces.makeIterator()
        while let piece = await reader.next() {
            if case .event(.response(let response), _) = piece { return response }
        }
        return nil
    }
}

extension EventStream.Piece {
    /// What it says, when that is only that something has changed.
    fileprivate var notice: Message? {
        if case .event(let message, _) = self, message.isNotice { message } else { nil }
    }

    fileprivate var isDispensable: Bool {
        if case .event(let message, _) = self { message.isDispensable } else { true }
    }
}
