import CivilTime
import CrashPoints
package import Engine
package import Logging
package import Registry
import SkillLanguage
package import Store

/// Fires the live loops. The truth of what was fired is the ledger in the store: every nominal time gets one row with its outcome,
/// and none starts two runs, however often a server starts and stops.
package final class Scheduler: Sendable {
    let registry: Registry
    let engine: Engine
    let store: any Store
    let time: any TimeSource
    let logger: Logger
    /// Wakes the scheduler: the live loops, a pause or a trigger changed something.
    private let nudges = Mailbox<Void>()

    package init(registry: Registry, engine: Engine, store: any Store, time: any TimeSource, logger: Logger) {
        self.registry = registry
        self.engine = engine
        self.store = store
        self.time = time
        self.logger = logger
    }

    /// Looks at the loops again now instead of at the next due time.
    func nudge() { nudges.send(()) }

    /// Runs until the task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [registry, nudges] in for await _ in registry.snapshots() { nudges.send(()) } }
            group.addTask { await self.fireForever() }
            await group.next()
            group.cancelAll()
        }
    }

    private func fireForever() async {
        while !Task.isCancelled {
            var next: Instant?
            do {
                next = try await fireDue()
            } catch {
                logger.error("loops could not be fired; trying again", metadata: ["error": "\(error)"])
                next = time.now() + .seconds(1)
            }
            // At most a minute, so that a wall clock that was set is noticed.
            let wake = min(next ?? time.now() + .seconds(60), time.now() + .seconds(60))
            await withTaskGroup(of: Void.self) { group in
                group.addTask { [time] in await time.sleep(until: wake) }
                group.addTask { [nudges] in _ = await nudges.receive() }
                await group.next()
                group.cancelAll()
            }
        }
    }

    /// One pass: brings the rows in line with the live loops, fires what is due.
    /// - Returns: when the next loop is due.
    func fireDue() async throws -> Instant? {
        let snapshot = registry.snapshot
        // Nothing was ever served here: that says nothing of the loops that are on record.
        guard snapshot.commit != nil else { return nil }
        let loops = snapshot.loops
        let records = try await synchronise(loops)
        CrashPoint.reach("loops.synchronised")
        let now = time.now()
        let due = records.filter { record in record.nextAt.map { $0 <= now } ?? false }
        await withTaskGroup(of: Void.self) { group in
            for (index, record) in due.enumerated() {
                guard let loop = loops[record.name] else { continue }
                if index >= Self.atOnce { await group.next() }
                group.addTask { await self.fireAlone(loop, record, now) }
            }
        }
        guard let next = try await store.loops().filter({ loops[$0.name] != nil }).compactMap(\.nextAt).min() else { return nil }
        // What could not be fired is still due: look again in a second, not at once.
        return next <= now ? now + .seconds(1) : next
    }

    /// Loops that are decided at the same time: their writes share commits.
    private static let atOnce = 256

    private func synchronise(_ loops: [String: LoopDocument]) async throws -> [LoopRecord] {
        var known = Dictionary(try await store.loops().map { ($0.name, $0) }) { _, last in last }
        for (name, loop) in loops where known[name]?.specificationHash != loop.scheduleHash { known[name] = try await register(loop) }
        for name in known.keys where loops[name] == nil {
            try await store.removeLoop(name)
            known[name] = nil
        }
        return known.values.sorted { $0.name < $1.name }
    }

    /// The loop's row: made when there is none, brought in line when its schedule changed, left as it is otherwise.
    @discardableResult
    func register(_ loop: LoopDocument) async throws -> LoopRecord {
        let now = time.now()
        return try await store.saveLoop(loop.name, specificationHash: loop.scheduleHash, watermark: now, nextAt: loop.schedule.next(after: now))
    }

    /// One loop's trouble is not the others': it is told, and the loop is tried again at the next pass.
    private func fireAlone(_ loop: LoopDocument, _ record: LoopRecord, _ now: Instant) async {
        do {
            try await fire(loop, record, now)
        } catch {
            logger.error("a loop could not be fired; trying again", metadata: ["loop": "\(loop.name)", "error": "\(error)"])
        }
    }

    private func fire(_ loop: LoopDocument, _ record: LoopRecord, _ now: Instant) async throws {
        CrashPoint.reach("loops.due")
        let plan = DuePlan(loop, after: record.watermark, through: now, isPaused: record.pause != nil)
        let next = loop.schedule.next(after: now)
        if let catchUp = plan.catchUp {
            try await start(loop, catchUp, ledger: plan.ledger, watermark: now, next: next, detail: "made up for times missed while no server ran")
        } else if !plan.ledger.isEmpty || plan.regular.isEmpty {
            let watermark = plan.regular.first.map { $0 - .milliseconds(1) } ?? now
            _ = try await store.fire(
                FireDecision(loop: loop.name, fires: plan.ledger, watermark: watermark, nextAt: plan.regular.first ?? next, decidedAt: now))
        }
        for (index, nominal) in plan.regular.enumerated() {
            let isLast = index == plan.regular.count - 1
            try await start(loop, nominal, ledger: [], watermark: isLast ? now : nominal, next: isLast ? next : plan.regular[index + 1], detail: nil)
        }
    }

    /// Decides one nominal time: starts a run, or records why not.
    private func start(
        _ loop: LoopDocument, _ nominal: Instant, ledger: [Fire], watermark: Instant, next: Instant?, detail: String?
    ) async throws {
        var decision = FireDecision(loop: loop.name, fires: ledger, watermark: watermark, nextAt: next, decidedAt: time.now())
        let open = loop.overlap == .skip ? try await store.openRuns(ofLoop: loop.name) : 0
        guard open == 0 else {
            decision.fires.append(Fire(nominalAt: nominal, outcome: .skippedOverlap, detail: "\(open) open"))
            _ = try await store.fire(decision)
            return
        }
        do {
            let prepared = try await engine.prepare(
                StartRequest(skill: loop.skill, input: loop.input, trigger: .schedule, loop: loop.name, nominalAt: nominal))
            decision.fires.append(Fire(nominalAt: nominal, outcome: .started, detail: detail))
            decision.run = prepared.run
            CrashPoint.reach("loops.fire.before")
            switch try await store.fire(decision) {
            case .recorded(let record?):
                CrashPoint.reach("loops.fire.recorded")
                engine.launch(prepared, as: record)
                CrashPoint.reach("loops.fire.launched")
            case .recorded(nil): break
            case .duplicate: try await pass(loop, watermark: watermark, next: next)
            }
        } catch EngineError.stopping {
            return
        } catch let error as StoreError {
            throw error
        } catch {
            decision.run = nil
            decision.fires = ledger + [Fire(nominalAt: nominal, outcome: .refused, detail: "\(error)")]
            if try await store.fire(decision) == .duplicate { try await pass(loop, watermark: watermark, next: next) }
        }
    }

    /// Goes past a time that the ledger has already.
    private func pass(_ loop: LoopDocument, watermark: Instant, next: Instant?) async throws {
        _ = try await store.fire(FireDecision(loop: loop.name, fires: [], watermark: watermark, nextAt: next, decidedAt: time.now()))
    }
}
