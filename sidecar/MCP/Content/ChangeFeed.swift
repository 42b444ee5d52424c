import Synchronization

/// What can change while clients look on.
package enum Change: Sendable, Hashable {
    case tools
    case resources
    case prompts
    case resource(uri: String)
}

/// Tells every connection what has changed, and the content what they watch. Telling never waits.
package final class ChangeFeed: Sendable {
    fileprivate struct State {
        var next = 0
        var listeners: [Int: @Sendable (Change) -> Void] = [:]
        var watched: [Int: Set<String>] = [:]
        var watchers: [AsyncStream<Set<String>>.Continuation] = []

        var uris: Set<String> { watched.values.reduce(into: []) { $0.formUnion($1) } }
    }

    private let state = Mutex(State())

    package init() {}

    package func post(_ change: Change) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener(change) }
    }

    /// How many listen.
    package var count: Int { state.withLock(\.listeners.count) }

    /// The URIs of all resources that somebody watches: those of now first, then whenever they change. Only the newest set is kept.
    package func watched() -> AsyncStream<Set<String>> {
        let (stream, continuation) = AsyncStream.makeStream(of: Set<String>.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.watchers.append(continuation)
            continuation.yield(state.uris)
        }
        return stream
    }

    /// - Returns: what `watch` and `remove` take.
    func add(_ listener: @escaping @Sendable (Change) -> Void) -> Int {
        state.withLock {
            $0.next += 1
            $0.listeners[$0.next] = listener
            return $0.next
        }
    }

    /// The resources that one listener watches from now on.
    func watch(_ uris: Set<String>, for key: Int) {
        state.withLock { state in
            guard state.listeners[key] != nil, state.watched[key] ?? [] != uris else { return }
            state.watched[key] = uris.isEmpty ? nil : uris
            state.tell()
        }
    }

    func remove(_ key: Int) {
        state.withLock { state in
            state.listeners[key] = nil
            if state.watched.removeValue(forKey: key) != nil { state.tell() }
        }
    }
}

extension ChangeFeed.State {
    fileprivate func tell() {
        let uris = uris
        for watcher in watchers { watcher.yield(uris) }
    }
}
