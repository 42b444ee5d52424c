import JSON
import SkillLanguage
package import Store

/// Verdicts on runs.
extension Engine {
    /// Stores a verdict on a run, whatever its state.
    /// - Throws: `EngineError.invalidExpectation` when what is expected does not fit the output schema of the run's version.
    package func label(_ run: RunRecord, _ label: Label) async throws {
        if let expected = label.expected, let published = try await skills.version(run.versionID) {
            let violations = published.skill.output.schema.validate(try JSON(parsing: expected))
            guard violations.isEmpty else {
                throw EngineError.invalidExpectation(
                    skill: run.skill, findings: violations.map { Finding("schema.output", $0.instance.description, $0.message) })
            }
        }
        try await store.label(run.key.rowID, label)
    }
}
