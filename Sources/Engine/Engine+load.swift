import CivilTime
import JSON
import Logging
import SkillLanguage
import Store

/// How a recorded run comes (back) into memory.
extension Engine {
    /// Loads an open run with everything it needs to go on, and drives it. The caller holds the run by `key`.
    func resume(_ row: Int64, as key: RunKey) async throws {
        let record = try await store.run(row: row).held(by: key)
        guard !record.state.isTerminal else { return }
        let published = try await pinned(record)
        let pins = Pins(json: try JSON(parsing: record.pins))
        let lineage = try await store.lineage(of: row)
        let run = LiveRun(
            record: record, published: published, pins: pins, callees: try await callees(of: published, pins),
            permits: try await permits(of: record, published),
            limits: try record.limits.flatMap(Limits.init(stored:)) ?? published.skill.limits,
            attempt: lineage?.attempt ?? 1, ancestry: lineage == nil ? Ancestry() : try await ancestry(of: row),
            cancellation: try await store.cancellation(of: row), isResumed: true)
        enqueue(run)
    }

    /// Resumes a run and says so when that cannot be done.
    func tryToResume(_ row: Int64, as key: RunKey) async {
        do {
            try await resume(row, as: key)
        } catch {
            logger.error("an open run cannot be resumed", metadata: ["run.row": "\(row)", "error": "\(error)"])
        }
    }

    private func pinned(_ record: RunRecord) async throws -> PublishedSkill {
        guard let published = try await skills.version(record.versionID) else {
            throw EngineError.unsupported("the version \(record.versionID) of \(record.skill) cannot be loaded")
        }
        return published
    }

    /// Every pinned version but the run's own.
    func callees(of published: PublishedSkill, _ pins: Pins) async throws -> [String: PublishedSkill] {
        var callees: [String: PublishedSkill] = [:]
        for (name, id) in pins.versions where id != published.id { callees[name] = try await skills.version(id) }
        return callees
    }

    /// The skill's permits and those of all callers: a run never reaches more than the run that called it.
    private func permits(of record: RunRecord, _ published: PublishedSkill) async throws -> [Permits] {
        var permits = [published.skill.permits]
        var parent = record.parent
        while let row = parent?.row {
            let caller = try await store.run(row: row)
            permits.append(try await pinned(caller).skill.permits)
            parent = caller.parent
        }
        return permits
    }
}
