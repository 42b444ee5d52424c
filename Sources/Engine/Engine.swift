import CivilTime
import CrashPoints
package import Logging
import SkillLanguage
package import Store
import Synchronization

/// Runs skills durably. Everything a run did is in the store before anybody is told of it; after a crash `recover()` resumes what was
/// in memory. One engine owns its store's open runs.
package final class Engine: Sendable {
    package let store: any Store
    package let skills: any SkillSource
    package let time: any TimeSource
    package let feed = RunFeed()
    let callables: CallableSet
    let random: @Sendable () -> UInt64
    let alarms: Alarms
    let wakes: Wakes
    let logger: Logger
    private let launches: AsyncStream<Launch>
    private let launcher: AsyncStream<Launch>.Continuation
    private let state = Mutex(State())

    /// Versions known to be in the store.
    let remembered = RememberedVersions()

    private struct Launch {
        let run: LiveRun
        /// Whether a request to end may have come before the run was in memory.
        let isPerhapsCancelled: Bool
    }

    private struct State {
        var live: [Int64: Mailbox<Signal>] = [:]
        /// Who waits for a run to end.
        var waiting: [Int64: [Int: CheckedContinuation<Bool, Never>]] = [:]
        var nextWaiter = 0
        /// Requests to end or to stand still that found their run not in memory. It may have been on its way: created, and not driven yet.
        var missedCancellations: UInt64 = 0
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
        wakes = Wakes(time: time)
        (launches, launcher) = AsyncStream.makeStream(of: Launch.self)
    }

    /// Drives runs until `stop()`; what is under way by then is left in its journal. Recover first.
    package func run() async {
        await withTaskGroup(of: Void.self) { services in
            services.addTask { [alarms] in await alarms.run() }
            services.addTask { [self] in await wakes.run(self) }
            await withDiscardingTaskGroup { runs in
                for await launch in launches { runs.addTask { await self.drive(launch) } }
            }
            services.cancelAll()
        }
    }

    /// No more calls are made; calls under way may end and are recorded. `run()` returns once they have.
    package func stop() {
        let (mailboxes, waiting) = state.withLock { state in
            state.isStopping = true
            defer { state.waiting = [:] }
            return (Array(state.live.values), state.waiting.values.flatMap(\.values))
        }
        launcher.finish()
        for mailbox in mailboxes { mailbox.send(.tick) }
        for continuation in waiting { continuation.resume(returning: false) }
        wakes.nudge()
    }

    var isStopping: Bool { state.withLock(\.isStopping) }

    /// The runs in memory now.
    package var liveRuns: Int { state.withLock { $0.live.count } }

    func mailbox(of row: Int64) -> Mailbox<Signal>? { state.withLock { $0.live[row] } }

    /// How many requests to end or to stand still have found their run not in memory. Read it before a run is created, for `enqueue`.
    var missedCancellations: UInt64 { state.withLock(\.missedCancellations) }

    /// Drives a run in a task of its own. Without effect once the engine stops: the run is resumed at the next start.
    /// - Parameter missed: what `missedCancellations` was before the run was created; nil for a run that was there.
    func enqueue(_ run: LiveRun, since missed: UInt64?) {
        let missedNow = state.withLock { state -> UInt64? in
            guard !state.isStopping else { return nil }
            state.live[run.row] = run.mailbox
            return state.missedCancellations
        }
        if let missedNow { launcher.yield(Launch(run: run, isPerhapsCancelled: missed != missedNow)) }
    }

    /// Nil when the run is not in memory.
    private func mailboxForCancellation(of row: Int64) -> Mailbox<Signal>? {
        state.withLock { state in
            if state.live[row] == nil { state.missedCancellations += 1 }
            return state.live[row]
        }
    }

    /// Receives signals for runs that are about to be loaded. Nil once the engine stops.
    func expect(_ rows: [Int64]) -> [Int64: Mailbox<Signal>]? {
        state.withLock { state in
            guard !state.isStopping else { return nil }
            let mailboxes = Dictionary(rows.map { ($0, Mailbox<Signal>()) }) { first, _ in first }
            state.live.merge(mailboxes) { $1 }
            return mailboxes
        }
    }

    /// A run has left memory.
    func forget(_ row: Int64, _ mailbox: Mailbox<Signal>) {
        state.withLock { state in
            if state.live[row] === mailbox { state.live[row] = nil }
        }
    }

    /// Tells runs in memory what a write did to them.
    func notice(_ effects: WriteEffects) {
        for delivery in effects.delivered { mailbox(of: delivery.run)?.send(.answered(delivery)) }
        for cancelled in effects.cancelled {
            mailboxForCancellation(of: cancelled.row)?.send(.cancel(cancelled.request))
            resumeWaiters(of: cancelled.row, hasEnded: false)
        }
        for row in effects.paused { mailboxForCancellation(of: row)?.send(.pause) }
        for row in effects.resumed { mailbox(of: row)?.send(.resume) }
        for row in effects.terminated {
            mailboxForCancellation(of: row)?.send(.lost)
            resumeWaiters(of: row)
        }
        for ended in effects.endedChildren { mailbox(of: ended.parent)?.send(.childEnded(CallID(ended.call))) }
        if effects.woke { wakes.nudge() }
    }

    /// Waits until a run has ended, however often it leaves memory meanwhile. Returns early when the engine stops or the task is
    /// cancelled.
    package func settled(_ id: String) async {
        guard let found = try? await store.run(id) else { return }
        await settled(found)
    }

    /// As by id; spares looking the run up.
    package func settled(_ run: RunRecord) async {
        guard !run.state.isTerminal else { return }
        let row = run.key.rowID
        while !Task.isCancelled, !isStopping {
            if await change(of: row) { return }
            guard let run = try? await store.run(row: row), !run.state.isTerminal else { return }
        }
    }

    /// Waits until something may have ended the run.
    /// - Returns: whether it has ended for sure.
    private func change(of row: Int64) async -> Bool {
        let waiter = Mutex<Int?>(nil)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
                let (isWaiting, isLive) = state.withLock { state in
                    guard !state.isStopping, !Task.isCancelled else { return (false, false) }
                    state.nextWaiter += 1
                    state.waiting[row, default: [:]][state.nextWaiter] = continuation
                    waiter.withLock { $0 = state.nextWaiter }
                    return (true, state.live[row] != nil)
                }
                guard isWaiting else { return continuation.resume(returning: false) }
                // Whoever drives the run tells. One that is not driven may have ended since it was looked at.
                if isLive { return }
                Task { if let run = try? await store.run(row: row), run.state.isTerminal { resumeWaiters(of: row) } }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                waiter.withLock(\.self).flatMap { state.waiting[row]?.removeValue(forKey: $0) }
            }
            continuation?.resume(returning: false)
        }
    }

    func resumeWaiters(of row: Int64, hasEnded: Bool = true) {
        let waiting = state.withLock { $0.waiting.removeValue(forKey: row)?.values.map(\.self) ?? [] }
        for continuation in waiting { continuation.resume(returning: hasEnded) }
    }

    private func drive(_ launch: Launch) async {
        let run = launch.run
        if !run.isResumed { tell(run, .started, at: run.record.createdAt) }
        var departure = Departure.interrupted
        do {
            var driver = try RunDriver(run, engine: self, isPerhapsCancelled: launch.isPerhapsCancelled)
            departure = await driver.drive()
        } catch {
            report(error, run: run.id)
        }
        forget(run.row, run.mailbox)
        switch departure {
        case .ended(let ending, let usage):
            CrashPoint.reach("engine.run.ended")
            if let parent = run.record.parent {
                let call = CallID(path: parent.path, attempt: parent.attempt)
                mailbox(of: parent.row)?.send(.outcome(call, Outcome(ending.outcome, usage: usage), microseconds: 0))
            }
            CrashPoint.reach("engine.run.caller-told")
            resumeWaiters(of: run.row)
        case .parked:
            CrashPoint.reach("engine.run.parked")
            wakes.nudge()
        case .lost, .interrupted: break
        }
    }

    func tell(_ run: LiveRun, _ kind: RunEvent.Kind, at: Instant) {
        feed.publish(RunEvent(run: run.id, skill: run.name, at: at, kind: kind))
    }

    /// Commits, however long the disk is full or failing: what was done is not forgotten, and nothing new is done meanwhile.
    func write(_ transition: RunTransition) async throws -> WriteEffects {
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
