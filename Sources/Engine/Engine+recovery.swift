import CivilTime
import JSON
import Logging
import SkillLanguage
import Store

/// What happens to open runs when a server starts.
extension Engine {
    /// Takes over every open run and resumes the roots; called runs are resumed by their callers. Call once, before new runs start.
    /// - Returns: how many roots were resumed.
    @discardableResult
    package func recover() async throws -> Int {
        let open = try await store.openRuns()
        let keys = Dictionary(try await store.takeOver(open.map(\.key.rowID)).map { ($0.rowID, $0) }) { _, last in last }
        let rows = Set(open.map(\.key.rowID))
        var resumed = 0
        for record in open {
            let isOrphan = record.parent.map { !rows.contains($0.row) } ?? false
            guard record.parent == nil || isOrphan, let key = keys[record.key.rowID] else { continue }
            do {
                try await resume(record.held(by: key), isOrphan: isOrphan)
                resumed += 1
            } catch {
                logger.error("an open run cannot be resumed", metadata: ["run.id": "\(record.id)", "error": "\(error)"])
            }
        }
        return resumed
    }

    /// A called run whose caller has ended while it was open has nobody to answer to any more: it is ended, with its clean-up.
    private func resume(_ record: RunRecord, isOrphan: Bool) async throws {
        guard let published = try await skills.version(record.versionID) else {
            throw EngineError.unsupported("the version \(record.versionID) of \(record.skill) cannot be loaded")
        }
        let pins = Pins(json: try JSON(parsing: record.pins))
        // What its callers permitted is not known any more, so an orphan's clean-up reaches nothing outside.
        let permits = [published.skill.permits] + (isOrphan ? [.none] : [])
        let run = LiveRun(
            record: record, published: published, pins: pins, permits: permits, limits: published.skill.limits, isResumed: true, mailbox: Mailbox())
        if isOrphan { run.mailbox.send(.cancel(reason: "the calling run has ended")) }
        enqueue(run)
    }
}
