import CivilTime
import Synchronization

/// Wakes mailboxes at their times: one sleeping task for all runs. A run may be woken although nothing is due; it looks again.
final class Alarms: Sendable {
    private struct Entry {
        let due: Instant
        let mailbox: Mailbox<Signal>
    }
    private struct State {
        var heap = Heap<Entry> { $0.due < $1.due }
        var sleepingUntil: Instant?
        var waiter: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())
    private let time: any TimeSource

    init(time: any TimeSource) { self.time = time }

    func set(_ mailbox: Mailbox<Signal>, at due: Instant) {
        let wake = state.withLock { state -> Bool in
            state.heap.insert(Entry(due: due, mailbox: mailbox))
            return state.sleepingUntil.map { due < $0 } ?? true
        }
        if wake { changed.send(()) }
    }

    private let changed = Mailbox<Void>()

    /// Runs until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let now = time.now()
            let (due, next) = state.withLock { state -> ([Entry], Instant?) in
                var due: [Entry] = []
                while let first = state.heap.first, first.due <= now {
                    due.append(first)
                    state.heap.removeFirst()
                }
                state.sleepingUntil = state.heap.first?.due
                return (due, state.heap.first?.due)
            }
            for entry in due { entry.mailbox.send(.tick) }
            await sleep(until: next)
        }
    }

    /// Sleeps until `next`, or until an earlier alarm is set.
    private func sleep(until next: Instant?) async {
        guard let next else {
            _ = await changed.receive()
            return
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [time] in await time.sleep(until: next) }
            group.addTask { [changed] in _ = await changed.receive() }
            await group.next()
            group.cancelAll()
        }
    }
}
