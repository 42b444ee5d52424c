import Engine
import SkillLanguage
import Store

extension Registry {
    /// How many of the latest runs of a skill are looked at.
    private static var shadowedRuns: Int { 20 }

    /// The candidate with its skills played on the latest runs that were recorded. Nothing is sent. New skills have none.
    func shadowed(_ candidate: Candidate) async throws -> Candidate {
        var candidate = candidate
        for (index, change) in candidate.evidence.changes.enumerated() where change.kind == .updated && change.label != nil {
            guard let skill = candidate.contents.skills[change.name]?.document.value else { continue }
            var runs: [ShadowReport.Run] = []
            let filter = RunFilter(skill: change.name, states: [.succeeded, .failed])
            for summary in try await store.runs(filter, after: nil, limit: Self.shadowedRuns).items {
                let run = try await store.run(row: summary.key.rowID), journal = try await store.journal(of: summary.key.rowID)
                guard let recording = try Recording(of: run, journal: journal, services: skill.services) else { continue }
                runs.append(ShadowReport.Run(id: run.id, verdict: ShadowRun.play(skill, on: recording)))
            }
            candidate.evidence.changes[index].shadow = ShadowReport(runs: runs)
        }
        return candidate
    }
}
