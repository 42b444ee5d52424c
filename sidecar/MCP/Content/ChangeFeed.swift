import Synchronization

/// What can change while clients look on.
package enum Change: Sendable, Hashable {
    case tools
    case resources
    case prompts
    case resource(uri: String)
}

/// Tells every connection what has changed. Telling never waits.
package final class ChangeFeed: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: @Sendable (Change) -> Void] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func post(_ change: Change) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener(change) }
    }

    /// How many listen.
    package var count: Int { state.withLock(\.listeners.count) }

    /// - Returns: what `remove` takes.
    func add(_ listener: @escaping @Sendable (Change) -> Void) -> Int {
        state.withLock {
            $0.next += 1
            $0.listeners[$0.next] = listener
            return $0.next
        }
    }

    func remove(_ key: Int) { state.withLock { _ = $0.listeners.removeValue(forKey: key) } }
}
