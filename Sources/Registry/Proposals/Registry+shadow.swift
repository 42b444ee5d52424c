import Engine
import JSON
import SkillLanguage
import Store

extension Registry {
    /// How many of the latest runs of a skill are looked at.
    private static var shadowedRuns: Int { 20 }

    /// The candidate with its skills played on runs that were recorded. Nothing is sent. New skills have none.
    /// - Parameter evidence: that of a proposal, whose runs are played again; one that is gone is left out. The latest runs without.
    func shadowed(_ candidate: Candidate, as evidence: JSON? = nil) async throws -> Candidate {
        var candidate = candidate
        for (index, change) in candidate.evidence.changes.enumerated() where change.kind == .updated && change.label != nil {
            guard let skill = candidate.contents.skills[change.name]?.document.value else { continue }
            var records: [RunRecord] = []
            if let known = evidence?["changes"]?.array?.first(where: { $0["path"]?.string == change.path }) {
                for id in ShadowReport.runs(in: known["shadow"]) {
                    if let record = try await run(id) { records.append(record) }
                }
            } else {
                let filter = RunFilter(skill: change.name, states: [.succeeded, .failed])
                for summary in try await store.runs(filter, after: nil, limit: Self.shadowedRuns).items {
                    records.append(try await store.run(row: summary.key.rowID))
                }
            }
            candidate.evidence.changes[index].shadow = try await shadow(of: skill, on: records)
        }
        return candidate
    }

    private func run(_ id: String) async throws -> RunRecord? {
        do {
            return try await store.run(id)
        } catch {
            if case .notFound = error { return nil }
            throw error
        }
    }

    private func shadow(of skill: Skill, on records: [RunRecord]) async throws -> ShadowReport {
        var runs: [ShadowReport.Run] = []
        for record in records {
            let journal = try await store.journal(of: record.key.rowID)
            guard let recording = try Recording(of: record, journal: journal, services: skill.services) else { continue }
            runs.append(ShadowReport.Run(ShadowRun(of: skill, on: recording), of: record.id, on: recording))
        }
        return ShadowReport(runs: runs)
    }
}
