import CivilTime
import Engine
import Synchronization

/// The latest events of all runs, numbered, so that readers of the stream can go on where they were.
///
/// It holds as many as it has places for, and every reader takes what it wants in its own time: a slow one costs nothing but what it misses.
final class EventLog: Sendable {
    private struct State {
        /// A ring: the event with the number n lies at n modulo the capacity.
        var events: [RunEvent] = []
        /// The number of the next event, from 1.
        var next = 1
        var readers: Set<Int> = []
        var lastReader = 0
        /// Those that wait for an event.
        var waiting: [Int: Mailbox<Void>] = [:]
        var isFed = false
    }

    /// Readers at one time.
    static let mostReaders = 64

    /// Tells the events of this process from those of one before.
    private let era: String
    private let capacity: Int
    private let state = Mutex(State())

    init(startedAt: Instant, capacity: Int = 8_192) {
        era = String(startedAt.milliseconds, radix: 36)
        self.capacity = capacity
    }

    /// Listens to the engine from the first call on: as long as nobody reads, events cost nothing.
    func listen(to feed: RunFeed) {
        let isFirst = state.withLock { state in
            defer { state.isFed = true }
            return !state.isFed
        }
        if isFirst { feed.pour { [weak self] event in self?.append(event) } }
    }

    func append(_ event: RunEvent) {
        let waiting = state.withLock { state in
            if state.events.count < capacity { state.events.append(event) } else { state.events[(state.next - 1) % capacity] = event }
            state.next += 1
            defer { state.waiting = [:] }
            return state.waiting.isEmpty ? [] : Array(state.waiting.values)
        }
        for bell in waiting { bell.send(()) }
    }

    /// The number of the latest event, 0 before the first.
    var latest: Int { state.withLock { $0.next - 1 } }

    /// Up to `limit` events after a number, and how many between were lost because they have been overwritten.
    func events(after number: Int, limit: Int) -> (lost: Int, first: Int, events: [RunEvent]) {
        state.withLock { state in
            let oldest = max(1, state.next - state.events.count)
            let first = max(number + 1, oldest)
            let end = min(state.next, first + limit)
            let events = first < end ? (first..<end).map { state.events[($0 - 1) % capacity] } : []
            return (first - number - 1, first, events)
        }
    }

    // MARK: readers

    /// A place for one more reader; nil when all are taken.
    func enter() -> Int? {
        state.withLock { state in
            guard state.readers.count < Self.mostReaders else { return nil }
            state.lastReader += 1
            state.readers.insert(state.lastReader)
            return state.lastReader
        }
    }

    func leave(_ reader: Int) {
        state.withLock { state in
            state.readers.remove(reader)
            state.waiting[reader] = nil
        }
    }

    var readers: Int { state.withLock { $0.readers.count } }

    /// Returns when there is an event after the number, at `end`, or when the task is cancelled.
    func wait(_ reader: Int, after number: Int, until end: Instant, _ time: any TimeSource) async {
        let bell = Mailbox<Void>()
        let isThere = state.withLock { state in
            if state.next - 1 > number { return true }
            state.waiting[reader] = bell
            return false
        }
        if isThere { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await bell.receive() }
            group.addTask { while time.now() < end, !Task.isCancelled { await time.sleep(until: end) } }
            await group.next()
            group.cancelAll()
        }
    }

    // MARK: ids

    func id(_ number: Int) -> String { "\(era)-\(number)" }

    /// The number of an id that this process gave out; nil for any other.
    func number(_ id: String) -> Int? {
        let parts = id.split(separator: "-")
        guard parts.count == 2, parts[0] == era, let number = Int(parts[1]), number >= 0, number <= latest else { return nil }
        return number
    }
}
