import CivilTime
import Engine
import Synchronization

/// A clock that moves only when the test moves it.
final class ManualTime: TimeSource {
    private struct State {
        var now: Instant
        var next = 0
        var sleepers: [Int: (until: Instant, continuation: CheckedContinuation<Void, Never>)] = [:]
        var watchers: [CheckedContinuation<Void, Never>] = []
    }
    private let state: Mutex<State>

    init(_ start: Instant = Instant(milliseconds: 1_800_000_000_000)) { state = Mutex(State(now: start)) }

    func now() -> Instant { state.withLock(\.now) }

    func sleep(until instant: Instant) async {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isOver, watchers) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
                    guard state.now < instant, !Task.isCancelled else { return (true, []) }
                    state.sleepers[id] = (instant, continuation)
                    defer { state.watchers = [] }
                    return (false, state.watchers)
                }
                for watcher in watchers { watcher.resume() }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume()
        }
    }

    /// Moves the clock and wakes who is due.
    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now + duration
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Waits until somebody sleeps until exactly this instant.
    func whenSomebodySleeps(until instant: Instant) async {
        while true {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let isThere = state.withLock { state in
                    if state.sleepers.values.contains(where: { $0.until == instant }) { return true }
                    state.watchers.append(continuation)
                    return false
                }
                if isThere { continuation.resume() }
            }
            if state.withLock({ $0.sleepers.values.contains { $0.until == instant } }) { return }
        }
    }
}
