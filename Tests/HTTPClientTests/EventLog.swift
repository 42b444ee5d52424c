import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a test server saw, in order. Tests wait for events instead of for time.
final class EventLog: Sendable {
    enum Event: Sendable, Equatable {
        case connected(Int)
        case request(SeenRequest)
        /// So many bytes of an upload have been read.
        case received(Int)
        /// The peer's buffers are full: it does not read on.
        case stalled
        case closed(Int)
    }

    private struct State {
        var events: [Event] = []
        var waiting: [(condition: @Sendable ([Event]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func append(_ event: Event) {
        let ready = state.withLock { state in
            state.events.append(event)
            let events = state.events
            let ready = state.waiting.filter { $0.condition(events) }
            state.waiting.removeAll { $0.condition(events) }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    /// Returns when the events so far meet the condition.
    func wait(until condition: @escaping @Sendable ([Event]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if condition(state.events) { return true }
                state.waiting.append((condition, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    func wait(for event: Event) async { await wait { $0.contains(event) } }

    /// For a thread that may block.
    func waitBlocking(for event: Event) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return }
        let (reader, writer) = (ends[0], ends[1])
        Task {
            await wait(for: event)
            close(writer)
        }
        var byte: UInt8 = 0
        read(reader, &byte, 1)
        close(reader)
    }

    func waitForRequests(_ count: Int) async {
        await wait { events in events.count { if case .request = $0 { true } else { false } } >= count }
    }

    var requests: [SeenRequest] {
        state.withLock { $0.events.compactMap { if case .request(let request) = $0 { request } else { nil } } }
    }

    var connections: Int {
        state.withLock { $0.events.count { if case .connected = $0 { true } else { false } } }
    }
}
