import CivilTime
import Synchronization

/// Wakes the mailboxes of runs in memory at their times: one sleeping task for all. Each run has one alarm, the last one set. A run
/// may be woken although nothing is due; it looks again.
final class Alarms: Sendable {
    private struct Entry {
        let due: Instant
        let run: Int64
        let number: UInt64
    }
    private struct Alarm {
        let number: UInt64
        let mailbox: Mailbox<Signal>
    }
    private struct State {
        var heap = Heap<Entry> { $0.due < $1.due }
        var alarms: [Int64: Alarm] = [:]
        var number: UInt64 = 0
        var sleepingUntil: Instant?

        /// Alarms that were replaced or cleared stay in the heap until they come up; they are swept out when they are most of it.
        mutating func sweep() {
            guard heap.count > 64, heap.count > 2 * alarms.count else { return }
            heap.filter { alarms[$0.run]?.number == $0.number }
        }
    }
    private let state = Mutex(State())
    private let time: any TimeSource
    private let sleeper: Sleeper

    init(time: any TimeSource) {
        self.time = time
        sleeper = Sleeper(time: time)
    }

    /// How many alarms are set.
    var count: Int { state.withLock(\.alarms.count) }

    func set(_ mailbox: Mailbox<Signal>, of run: Int64, at due: Instant) {
        let isEarlier = state.withLock { state -> Bool in
            state.number += 1
            state.alarms[run] = Alarm(number: state.number, mailbox: mailbox)
            state.heap.insert(Entry(due: due, run: run, number: state.number))
            state.sweep()
            return state.sleepingUntil.map { due < $0 } ?? true
        }
        if isEarlier { sleeper.wake() }
    }

    /// Forgets the run's alarm, unless another mailbox has set it since.
    func clear(_ run: Int64, of mailbox: Mailbox<Signal>) {
        state.withLock { state in
            guard state.alarms[run]?.mailbox === mailbox else { return }
            state.alarms[run] = nil
            state.sweep()
        }
    }

    /// Runs until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let now = time.now()
            let (due, next) = state.withLock { state -> ([Mailbox<Signal>], Instant?) in
                var due: [Mailbox<Signal>] = []
                while let first = state.heap.first, first.due <= now {
                    state.heap.removeFirst()
                    guard let alarm = state.alarms[first.run], alarm.number == first.number else { continue }
                    state.alarms[first.run] = nil
                    due.append(alarm.mailbox)
                }
                state.sleepingUntil = state.heap.first?.due
                return (due, state.heap.first?.due)
            }
            for mailbox in due { mailbox.send(.tick) }
            await sleeper.sleep(until: next)
        }
    }
}
