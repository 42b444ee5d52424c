import Dispatch
import Synchronization

/// Lets blocked threads through all at once, and counts them.
final class Gate: Sendable {
    private let count = Mutex(0)
    private let semaphore = DispatchSemaphore(value: 0)

    var waiting: Int { count.withLock { $0 } }

    /// False when nobody opened the gate in time.
    func wait(seconds: Int) -> Bool {
        count.withLock { $0 += 1 }
        return semaphore.wait(timeout: .now() + .seconds(seconds)) == .success
    }

    func open() { for _ in 0..<waiting { semaphore.signal() } }

    final class Answer: Sendable {
        private let stored = Mutex(false)
        var value: Bool {
            get { stored.withLock { $0 } }
            set { stored.withLock { $0 = newValue } }
        }
    }
}
