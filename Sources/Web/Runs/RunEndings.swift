import CivilTime
import Engine
import Synchronization

/// Lets any number of requests wait for runs to end.
///
/// Waiting for a run in the engine cannot be broken off. So here one task a run does that, however many requests come and go, and rings
/// the bells of those that wait.
final class RunEndings: Sendable {
    private typealias Bell = Mailbox<Void>

    private struct State {
        var last = 0
        /// By run; a run is in it exactly while its task waits.
        var bells: [String: [Int: Bell]] = [:]
    }

    private let engine: Engine
    private let time: any TimeSource
    private let state = Mutex(State())

    init(engine: Engine, time: any TimeSource) {
        self.engine = engine
        self.time = time
    }

    /// Returns when the run is no longer under way, at `end`, or when the task is cancelled, whichever is first.
    func wait(for run: String, until end: Instant) async {
        let bell = Bell()
        let ticket = hang(bell, for: run)
        defer { state.withLock { _ = $0.bells[run]?.removeValue(forKey: ticket) } }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await bell.receive() }
            group.addTask { [time] in
                while time.now() < end, !Task.isCancelled { await time.sleep(until: end) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// The runs that are waited for, for tests.
    var waiting: Int { state.withLock { $0.bells.values.reduce(0) { $0 + $1.count } } }

    private func hang(_ bell: Bell, for run: String) -> Int {
        let (ticket, isFirst) = state.withLock { state in
            state.last += 1
            let isFirst = state.bells[run] == nil
            state.bells[run, default: [:]][state.last] = bell
            return (state.last, isFirst)
        }
        // Not a child of the request's task: it outlives the request, and ends with the run or the engine.
        if isFirst { Task { await self.ring(run) } }
        return ticket
    }

    private func ring(_ run: String) async {
        await engine.settled(run)
        let bells = state.withLock { $0.bells.removeValue(forKey: run) ?? [:] }
        for bell in bells.values { bell.send(()) }
    }
}
