import CivilTime
package import JSON
import SkillLanguage

extension Engine {
    /// Runs a skill in memory, whether or not it is live: calls that only read are made with the callables, permits, secrets and limits of
    /// a real run; all others fail with `dry_run.refused`, which says what they would have sent. Nothing is recorded, waits take no time, and
    /// the whole may take a minute.
    /// - Parameters:
    ///   - source: where called skills are found; one that stands still.
    ///   - usesModels: whether models are asked. That costs what it costs.
    /// - Throws: `EngineError.invalidInput`, `unresolved` or `stopping`; `CancellationError`.
    package func dryRun(
        of skill: PublishedSkill, among source: any SkillSource, input: JSON, usesModels: Bool
    ) async throws -> DryRunReport {
        guard !isStopping else { throw EngineError.stopping }
        var run = DryRun(
            of: skill, input: try Self.accepted(input, by: skill), limits: skill.skill.limits, versions: try Self.pinned(skill, in: source),
            permits: [skill.skill.permits], usesModels: usesModels, end: time.now() + DryRun.longest, in: self)
        let report = await run.play()
        try Task.checkCancellation()
        return report
    }
}
