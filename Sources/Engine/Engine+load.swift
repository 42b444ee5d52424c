import CivilTime
import CrashPoints
import JSON
import Logging
import SkillLanguage
import Store

/// How a recorded run comes (back) into memory.
extension Engine {
    private static let batch = 256

    /// Loads open runs with everything they need to go on, and drives them. The caller holds the runs by their keys. One that cannot be
    /// loaded is reported and stays as it is; without effect once the engine stops.
    func resume(_ keys: [RunKey]) async {
        for start in stride(from: 0, to: keys.count, by: Self.batch) {
            let batch = Array(keys[start..<min(start + Self.batch, keys.count)])
            // Signals are received before anything is read: what comes meanwhile is read, or delivered, or both, which does no harm.
            guard let mailboxes = expect(batch.map(\.rowID)) else { return }
            do {
                var versions: [String: PublishedSkill] = [:]
                var loaded: [LiveRun] = []
                for (key, recorded) in zip(batch, try await store.recorded(batch.map(\.rowID))) {
                    guard let mailbox = mailboxes[key.rowID] else { continue }
                    do {
                        guard !recorded.record.state.isTerminal else {
                            forget(key.rowID, mailbox)
                            continue
                        }
                        loaded.append(try await live(recorded, key, mailbox, &versions))
                        CrashPoint.reach("engine.resume.loaded")
                    } catch {
                        forget(key.rowID, mailbox)
                        await putAside(key, error)
                    }
                }
                await markDriven(loaded)
                for run in loaded { enqueue(run, since: nil) }
            } catch {
                for (row, mailbox) in mailboxes { forget(row, mailbox) }
                // One that cannot be read does not keep the others from going on.
                guard batch.count > 1 else { return await putAside(batch[0], error) }
                for key in batch { await resume([key]) }
            }
        }
    }

    /// From here on the end of the process counts against the runs. Without the mark it does not, and they go on all the same.
    private func markDriven(_ runs: [LiveRun]) async {
        do {
            if !runs.isEmpty { try await store.markDriven(runs.map(\.key)) }
            CrashPoint.reach("engine.resume.marked")
        } catch {
            logger.warning("a recovery will not be counted", metadata: ["runs": "\(runs.count)", "error": "\(error)"])
        }
    }

    private func live(
        _ recorded: RecordedRun, _ key: RunKey, _ mailbox: Mailbox<Signal>, _ versions: inout [String: PublishedSkill]
    ) async throws -> LiveRun {
        let record = recorded.record.held(by: key)
        let published = try await pinned(record, &versions)
        let pins = Pins(json: try JSON(parsing: record.pins))
        return LiveRun(
            record: record, published: published, pins: pins, callees: try await callees(of: published, pins),
            permits: try await permits(of: record, published, &versions),
            limits: try record.limits.flatMap(Limits.init(stored:)) ?? published.skill.limits, attempt: recorded.attempt,
            ancestry: recorded.attempt > 1 ? try await ancestry(of: record.key.rowID) : Ancestry(), cancellation: recorded.cancellation,
            isPaused: recorded.isPaused, past: Past(recorded), mailbox: mailbox)
    }

    /// After a run could not be resumed it is tried again.
    private static let secondTry = Duration.seconds(60)

    /// A run that could not be loaded is put to sleep: in nobody's hands, nothing would ever wake it.
    private func putAside(_ key: RunKey, _ error: any Error) async {
        logger.error("an open run cannot be resumed", metadata: ["run.row": "\(key.rowID)", "error": "\(error)"])
        let now = time.now()
        let until = now + Self.secondTry
        let reason = String("\(error)".prefix(500))
        var transition = RunTransition(run: key, entries: [], change: .waiting(on: "load", detail: reason, until: until), at: now)
        transition.parking = Parking(until: until, isDeferral: true)
        do {
            notice(try await store.apply(transition))
            wakes.nudge()
        } catch {
            logger.error("nor can it be put aside; it is resumed at the next start", metadata: ["run.row": "\(key.rowID)", "error": "\(error)"])
        }
    }

    private func pinned(_ record: RunRecord, _ versions: inout [String: PublishedSkill]) async throws -> PublishedSkill {
        if let known = versions[record.versionID] { return known }
        guard let published = try await skills.version(record.versionID) else {
            throw EngineError.unsupported("the version \(record.versionID) of \(record.skill) cannot be loaded")
        }
        versions[record.versionID] = published
        return published
    }

    /// Every pinned version but the run's own.
    func callees(of published: PublishedSkill, _ pins: Pins) async throws -> [String: PublishedSkill] {
        var callees: [String: PublishedSkill] = [:]
        for (name, id) in pins.versions where id != published.id { callees[name] = try await skills.version(id) }
        return callees
    }

    /// The skill's permits and those of all callers: a run never reaches more than the run that called it.
    private func permits(
        of record: RunRecord, _ published: PublishedSkill, _ versions: inout [String: PublishedSkill]
    ) async throws -> [Permits] {
        var permits = [published.skill.permits]
        var parent = record.parent
        while let row = parent?.row {
            let caller = try await store.run(row: row)
            permits.append(try await pinned(caller, &versions).skill.permits)
            parent = caller.parent
        }
        return permits
    }
}
