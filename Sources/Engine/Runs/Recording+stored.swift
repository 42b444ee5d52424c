import JSON
package import SkillLanguage
package import Store

extension Recording {
    /// What a run that has succeeded or failed recorded; nil for any other.
    /// - Throws: `StoreError.corrupt` for a journal that cannot be read.
    package init?(of run: RunRecord, journal: [JournalRecord], services: [String]) throws {
        guard run.state == .succeeded || run.state == .failed else { return nil }
        var entries: [Entry] = []
        for record in journal where record.entry.kind == .outcome {
            let entry = record.entry, body = try JSON(parsing: entry.body)
            guard let outcome = OutcomeRecord.outcome(from: body), let callable = body["callable"]?.string else {
                throw StoreError.corrupt("journal entry \(record.sequence) of run \(run.id) is not an outcome")
            }
            entries.append(
                Entry(
                    id: CallID(path: entry.path, attempt: entry.attempt), callable: callable, arguments: body["input"] ?? .null, outcome: outcome,
                    at: entry.at))
        }
        let facts = RunFacts(
            id: run.id, skill: run.skill, version: run.version, scheduledAt: run.nominalAt ?? run.createdAt, services: services)
        self.init(
            facts: facts, input: try JSON(parsing: run.input), startedAt: run.startedAt ?? run.createdAt, seed: jitterSeed(run.id), entries: entries,
            output: try run.output.map { try JSON(parsing: $0) }, error: run.errorType)
    }
}

/// The driver's own, which the initialiser's parameter of that name hides.
private func jitterSeed(_ run: String) -> UInt64 { seed(of: run) }
