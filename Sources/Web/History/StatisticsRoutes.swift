import CivilTime
import JSON
import Store

/// How the runs of skills went over a period.
struct StatisticsRoutes: Sendable {
    let backend: Backend

    var routes: [Route] { [Route(.get, "/runs/stats", needs: .viewer, query: ["skill", "since"], answer: show)] }

    /// Of the last seven days when the question does not say.
    private func show(_ question: Question) async throws -> Answer {
        let since = try question.query.instant("since") ?? backend.now - .seconds(7 * 24 * 3600)
        let skills = try await backend.store.statistics(since: since, skill: question.query.text("skill"))
        return .list(skills.map(Self.json), beside: ["since": .time(since), "until": .time(backend.now)])
    }

    /// Called runs count as runs of their own skill, and their use in that of their callers too.
    private static func json(_ skill: SkillStatistics) -> JSON {
        let errors = skill.byErrorType.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let states = skill.byState.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        return [
            "skill": .string(skill.skill), "runs": .count(skill.runs),
            "states": .object(JSON.Object(states.map { ($0.key.rawValue, .count($0.value)) })),
            "errors": .array(errors.map { ["type": .string($0.key), "count": .count($0.value)] }), "usage": RunJSON.usage(skill.usage),
            "median_ms": .milliseconds(skill.median), "p95_ms": .milliseconds(skill.percentile95),
            "slowest": .array(skill.slowest.map { ["id": .string($0.id), "duration_ms": .milliseconds($0.duration)] }),
            "most_retried": .array(skill.mostRetried.map { ["id": .string($0.id), "retries": .count($0.retries)] }),
        ]
    }
}

extension Backend {
    /// The id of a skill's version by its label: the live one, or any that a run was pinned to.
    func versionID(of skill: String, label: String) async throws(StoreError) -> String? {
        if let live = registry.live(skill), live.label.description == label { return live.id }
        return try await store.versionID(of: skill, label: label)
    }
}
