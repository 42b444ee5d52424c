import Synchronization

/// A latch that tasks can wait for.
final class Completion: Sendable {
    private enum State {
        case pending([UnsafeContinuation<Void, Never>])
        case done
    }

    private let state = Mutex(State.pending([]))

    func complete() {
        let waiting = state.withLock { state -> [UnsafeContinuation<Void, Never>] in
            defer { state = .done }
            if case .pending(let waiting) = state { return waiting }
            return []
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withUnsafeContinuation { continuation in
            let done = state.withLock { state in
                guard case .pending(let waiting) = state else { return true }
                state = .pending(waiting + [continuation])
                return false
            }
            if done { continuation.resume() }
        }
    }
}
