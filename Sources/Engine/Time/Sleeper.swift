import CivilTime

/// Sleeps until a time, or until somebody says that there is an earlier one.
final class Sleeper: Sendable {
    private let changed = Mailbox<Void>()
    private let time: any TimeSource

    init(time: any TimeSource) { self.time = time }

    /// Ends the sleep under way, or the next one.
    func wake() { changed.send(()) }

    /// Returns at `next`, when woken, or when the task is cancelled; without a time only then.
    func sleep(until next: Instant?) async {
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
