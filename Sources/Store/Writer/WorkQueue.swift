import CivilTime
import Dispatch
import Synchronization

/// Work handed from tasks to threads of the store, in the order it came.
///
/// It needs no limit of its own: who hands work in waits for its result, so there is at most one piece a task, and that
/// task would hold the same memory if it waited for a place in the queue instead.
final class WorkQueue<Operation: Sized & Sendable>: Sendable {
    private struct State {
        var waiting: [Operation] = []
        /// Threads that found nothing to do and wait for the semaphore.
        var idle = 0
        var closed = false
    }

    enum Taken {
        case batch([Operation])
        /// Nothing came for the time given.
        case nothing
        /// The queue is closed and empty.
        case end
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)

    /// False when the queue is closed.
    func put(_ operation: Operation) -> Bool {
        let (accepted, wake) = state.withLock { state in
            if state.closed { return (false, false) }
            state.waiting.append(operation)
            if state.idle == 0 { return (true, false) }
            state.idle -= 1
            return (true, true)
        }
        if wake { arrival.signal() }
        return accepted
    }

    /// What is waiting, up to a number of operations and of bytes but at least one operation. Blocks the calling thread
    /// until there is something, the queue is closed, or `patience` is over.
    func take(upTo count: Int, bytes: Int, patience: Duration?) -> Taken {
        while true {
            let taken = state.withLock { state -> Taken? in
                if state.waiting.isEmpty {
                    if state.closed { return .end }
                    state.idle += 1
                    return nil
                }
                return .batch(Self.head(of: &state.waiting, upTo: count, bytes: bytes))
            }
            if let taken { return taken }
            guard let patience else {
                arrival.wait()
                continue
            }
            if arrival.wait(timeout: .now() + .milliseconds(Int(patience.milliseconds))) == .timedOut {
                // Whoever lowered `idle` meanwhile has signalled or is about to: that signal has to be consumed.
                let withdrawn = state.withLock { state in
                    if state.idle == 0 { return false }
                    state.idle -= 1
                    return true
                }
                if withdrawn { return .nothing }
                arrival.wait()
            }
        }
    }

    private static func head(of waiting: inout [Operation], upTo count: Int, bytes: Int) -> [Operation] {
        var size = 0
        var end = 0
        while end < waiting.count, end < count {
            size += waiting[end].size
            if size > bytes, end > 0 { break }
            end += 1
        }
        if end == waiting.count {
            let all = waiting
            waiting = []
            waiting.reserveCapacity(all.count)
            return all
        }
        let head = Array(waiting[..<end])
        waiting.removeFirst(end)
        return head
    }

    /// How many operations wait to be taken.
    var count: Int { state.withLock { $0.waiting.count } }

    /// Lets what is waiting be taken, and accepts nothing more.
    func close() {
        let idle = state.withLock { state in
            state.closed = true
            defer { state.idle = 0 }
            return state.idle
        }
        for _ in 0..<idle { arrival.signal() }
    }
}

/// Something that takes up room in a batch.
protocol Sized {
    /// In bytes, roughly.
    var size: Int { get }
}
