import CivilTime
import Engine
import JSON
import SkillLanguage
import Store

/// Reads the cases of a skill from the history.
struct CaseReader {
    /// How many runs of each verdict, and without one, are looked at.
    static let most = 100

    let history: any History

    /// The latest runs created since then; those labelled and those not.
    func cases(of skill: Skill, since: Instant) async throws -> Cases {
        var cases = Cases()
        for verdict in Label.Verdict.allCases {
            let filter = RunFilter(skill: skill.name, since: since, verdict: verdict)
            for summary in try await history.runs(filter, after: nil, limit: Self.most).items { try await read(summary, of: skill, into: &cases) }
        }
        let filter = RunFilter(skill: skill.name, states: [.succeeded, .failed], since: since)
        for summary in try await history.runs(filter, after: nil, limit: Self.most).items {
            guard try await history.labels(of: summary.key.rowID).isEmpty else { continue }
            try await read(summary, of: skill, into: &cases)
        }
        return cases
    }

    private func read(_ summary: RunSummary, of skill: Skill, into cases: inout Cases) async throws {
        let label = try await history.labels(of: summary.key.rowID).last
        let isWrong = label.map { $0.verdict != .good } ?? false
        let attribution = Attribution(state: summary.state, errorType: summary.errorType)
        if isWrong, attribution != .skill { return cases.unusable[attribution.rawValue, default: 0] += 1 }
        let run = try await history.run(row: summary.key.rowID)
        guard let recording = try await recording(of: run, for: skill) else { return }
        guard isWrong else { return cases.add(Case(run: run.id, recording: recording, judgement: label == nil ? .none : .good)) }
        let expected = try label?.expected.map { try JSON(parsing: $0) }
        guard let expectation = expected.flatMap({ Expectation($0, correcting: recording.output, schema: skill.output.source) }) else {
            return cases.unusable["no_expectation", default: 0] += 1
        }
        cases.add(Case(run: run.id, recording: recording, judgement: .wrong(expectation)))
    }

    func recording(of run: RunRecord, for skill: Skill) async throws -> Recording? {
        try Recording(of: run, journal: try await history.journal(of: run.key.rowID), services: skill.services)
    }
}
