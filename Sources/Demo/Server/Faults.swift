import Synchronization

/// The faults that wait for their requests.
package final class Faults: Sendable {
    private let waiting = Mutex<[(fault: Fault, left: Int)]>([])

    package init() {}

    package func add(_ fault: Fault) {
        guard fault.count > 0 else { return }
        waiting.withLock { $0.append((fault, fault.count)) }
    }

    package func removeAll() { waiting.withLock { $0.removeAll() } }

    /// The oldest fault for a request to the path, used up by one.
    func take(for path: String) -> Fault? {
        waiting.withLock { waiting in
            guard let first = waiting.firstIndex(where: { $0.fault.befalls(path) }) else { return nil }
            let fault = waiting[first].fault
            waiting[first].left -= 1
            if waiting[first].left == 0 { waiting.remove(at: first) }
            return fault
        }
    }
}
