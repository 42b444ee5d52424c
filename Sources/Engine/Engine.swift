import CivilTime
package import Logging
import SkillLanguage
package import Store
import Synchronization

/// Runs skills durably. Everything a run did is in the store before anybody is told of it; after a crash `run()` resumes what was
/// open. One engine owns its store's open runs.
package final class Engine: Sendable {
    package let store: any Store
    package let skills: any SkillSource
    package let time: any TimeSource
    package let feed = RunFeed()
    let callables: CallableSet
    let random: @Sendable () -> UInt64
    let alarms: Alarms
    let logger: Logger
    private let launches: AsyncStream<LiveRun>
    private let launcher: AsyncStream<LiveRun>.Continuation
    private let state = Mutex(State())

    /// Versions known to be in the store.
    let remembered = RememberedVersions()

    private struct State {
        var live: [String: Mailbox<Signal>] = [:]
        /// Who waits for a run to leave memory; they get how it ended, nil when it did not.
        var waiting: [String: [Int: CheckedContinuation<Ending?, Never>]] = [:]
        var nextWaiter = 0

        mutating func await(_ run: String, _ continuation: CheckedContinuation<Ending?, Never>) -> Int {
            nextWaiter += 1
            waiting[run, default: [:]][nextWaiter] = continuation
            return nextWaiter
        }
        var isStopping = false
    }

    package init(
        store: any Store, skills: any SkillSource, callables: CallableSet, time: any TimeSource, random: @escaping @Sendable () -> UInt64, logger: Logger
    ) {
        self.store = store
        self.skills = skills
        self.callables = callables
        self.time = time
        self.random = random
        self.logger = logger
        alarms = Alarms(time: time)
        (launches, launcher) = AsyncStream.makeStream(of: LiveRun.self)
    }

    /// Drives runs until `stop()`; what is under way by then is left in its journal. Recover first.
    package func run() async {
        await withTaskGroup(of: Void.self) { services in
            services.addTask { [alarms] in await alarms.run() }
            services.addTask { [self] in
                await withDiscardingTaskGroup { runs in
                    for await run in launches { runs.addTask { _ = await self.drive(run) } }
                }
            }
            await services.next()
            services.cancelAll()
        }
    }

    /// No more calls are made; calls under way may end and are recorded. `run()` returns once they have.
    package func stop() {
        let mailboxes = state.withLock { state in
            state.isStopping = true
            return Array(state.live.values)
        }
        launcher.finish()
        for mailbox in mailboxes { mailbox.send(.tick) }
    }

    var isStopping: Bool { state.withLock(\.isStopping) }

    /// The runs in memory now.
    package var liveRuns: Int { state.withLock { $0.live.count } }

    /// Asks a run to end. Durable once its journal has it; a run that has ended stays as it is.
    /// - Returns: false when the run is not under way here.
    package func cancel(run id: String, reason: String) -> Bool {
        guard let mailbox = state.withLock({ $0.live[id] }) else { return false }
        mailbox.send(.cancel(reason: reason))
        return true
    }

    /// - Returns: false when the engine has stopped taking runs.
    @discardableResult
    func enqueue(_ run: LiveRun) -> Bool {
        state.withLock { $0.live[run.record.id] = run.mailbox }
        if case .enqueued = launcher.yield(run) { return true }
        finished(run, nil)
        return false
    }

    /// Drives a run in a task of its own and waits until it leaves memory.
    func runToEnd(_ run: LiveRun) async -> Ending? {
        await withCheckedContinuation { continuation in
            _ = state.withLock { $0.await(run.record.id, continuation) }
            enqueue(run)
        }
    }

    /// Waits until a run that is in memory leaves it: it ended, or the engine stops. Returns at once for any other run,
    /// and when the task is cancelled.
    package func settled(_ id: String) async {
        let waiter = Mutex<Int?>(nil)
        await withTaskCancellationHandler {
            _ = await withCheckedContinuation { (continuation: CheckedContinuation<Ending?, Never>) in
                let isWaiting = state.withLock { state in
                    guard state.live[id] != nil, !Task.isCancelled else { return false }
                    let number = state.await(id, continuation)
                    waiter.withLock { $0 = number }
                    return true
                }
                if !isWaiting { continuation.resume(returning: nil) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                waiter.withLock(\.self).flatMap { state.waiting[id]?.removeValue(forKey: $0) }
            }
            continuation?.resume(returning: nil)
        }
    }

    private func drive(_ run: LiveRun) async {
        tell(run, .started, at: run.record.createdAt)
        do {
            var driver = try RunDriver(run, engine: self)
            finished(run, await driver.drive())
        } catch {
            report(error, run: run.record.id)
            finished(run, nil)
        }
    }

    private func finished(_ run: LiveRun, _ ending: Ending?) {
        let waiting = state.withLock { state in
            state.live[run.record.id] = nil
            return state.waiting.removeValue(forKey: run.record.id)?.values.map(\.self) ?? []
        }
        for continuation in waiting { continuation.resume(returning: ending) }
    }

    func tell(_ run: LiveRun, _ kind: RunEvent.Kind, at: Instant) {
        feed.publish(RunEvent(run: run.record.id, skill: run.record.skill, at: at, kind: kind))
    }

    /// Commits, however long the disk is full or failing: what was done is not forgotten, and nothing new is done meanwhile.
    func write(_ transition: RunTransition) async throws {
        var pause = Duration.milliseconds(200)
        while true {
            do {
                return try await store.apply(transition)
            } catch {
                guard error.isStorageFailure, !Task.isCancelled else { throw error }
                logger.error("cannot record a run; trying again", metadata: ["error": "\(error)", "pause": "\(pause)"])
                await time.sleep(until: time.now() + pause)
                pause = min(pause * 2, .seconds(10))
            }
        }
    }

    func report(_ error: any Error, run: String) {
        logger.error("a run stopped and stays open; it is resumed at the next start", metadata: ["run.id": "\(run)", "error": "\(error)"])
    }
}
