package import JSON
import CivilTime

extension Skill {
    /// The key that runs of this skill with this input share; empty without a concurrency rule.
    package func concurrencyKey(for input: JSON) throws(Failure) -> String {
        guard let concurrency else { return "" }
        let facts = RunFacts(id: "", skill: name, version: version?.description ?? "")
        let constants = Constants(input: input, config: configuration(), facts: facts, secrets: [:])
        let key = try concurrency.key.evaluate(in: Names(constants: constants, scope: StepScope(now: Instant(milliseconds: 0))))
        return key.string ?? key.text(.compact)
    }
}
