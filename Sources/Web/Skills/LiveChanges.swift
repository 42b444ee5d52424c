import CivilTime
import Engine
import Registry
import Synchronization

/// Lets any number of requests wait for another commit to be live. One task listens to the registry, from the first wait on.
final class LiveChanges: Sendable {
    private struct State {
        var last = 0
        var isFed = false
        var bells: [Int: Mailbox<Void>] = [:]
    }

    private let registry: Registry
    private let time: any TimeSource
    private let state = Mutex(State())

    init(registry: Registry, time: any TimeSource) {
        self.registry = registry
        self.time = time
    }

    /// Returns when another commit than the known one is live, at `end`, or when the task is cancelled. It may return early for nothing.
    func wait(known: String, until end: Instant) async {
        let bell = Mailbox<Void>()
        let ticket = hang(bell)
        defer { state.withLock { _ = $0.bells.removeValue(forKey: ticket) } }
        guard registry.commitName == known else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await bell.receive() }
            group.addTask { [time] in
                while time.now() < end, !Task.isCancelled { await time.sleep(until: end) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// The requests that wait, for tests.
    var waiting: Int { state.withLock(\.bells.count) }

    private func hang(_ bell: Mailbox<Void>) -> Int {
        let (ticket, isFirst) = state.withLock { state in
            state.last += 1
            defer { state.isFed = true }
            state.bells[state.last] = bell
            return (state.last, !state.isFed)
        }
        // No child of the request's task: it serves those that come after, and ends with the registry.
        if isFirst { Task { [weak self, snapshots = registry.snapshots()] in for await _ in snapshots { self?.ring() } } }
        return ticket
    }

    private func ring() {
        for bell in state.withLock({ Array($0.bells.values) }) { bell.send(()) }
    }
}

extension Registry {
    /// The live commit's id, `none` before the first.
    var commitName: String { snapshot.commit?.description ?? "none" }
}
