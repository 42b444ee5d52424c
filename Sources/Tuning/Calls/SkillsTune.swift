import CivilTime
package import Engine
package import JSON
package import Registry
package import SkillLanguage
package import Store

/// `skills.tune`: the search over a skill's config on its labelled runs. Every value tried is in the answer.
package struct SkillsTune: Callable {
    package let name = "skills.tune"
    private let registry: Registry
    private let store: any Store
    private let time: any TimeSource

    package init(registry: Registry, store: any Store, time: any TimeSource) {
        self.registry = registry
        self.store = store
        self.time = time
    }

    package func reach(of arguments: JSON) -> Reach { .read }

    package func perform(_ invocation: Invocation) async -> Outcome {
        await .of(name) {
            let subject = try Subject(of: invocation, among: registry), now = time.now()
            let since = try TuningArguments(invocation).since(now: now)
            let cases = try await CaseReader(history: store).cases(of: subject.skill, since: since)
            let rejected = try await Rejections(store: store).of(subject.name, by: invocation.skill, now: now)
            let resting = Set(rejected.filter { $0.at > now - Rejections.rest }.flatMap(\.settings))
            let finding = try await Search(subject.skill, cases: cases, resting: resting).finding()
            return Self.json(finding, of: subject.published, cases)
        }
    }

    private static func json(_ finding: Search.Finding, of published: PublishedSkill, _ cases: Cases) -> JSON {
        func list(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
        let unusable = cases.unusable.sorted { $0.key < $1.key }.map { JSON.object(["reason": .string($0.key), "runs": .int(Int64($0.value))]) }
        let change = finding.change.map { trial -> JSON in
            [
                "setting": .string(trial.setting), "from": trial.from, "to": trial.to, "config": .object([trial.setting: trial.to]),
                "for": list(trial.right), "against": list(finding.opposing),
            ]
        }
        return [
            "skill": .string(published.skill.name), "version": .string(published.label.description), "version_id": .string(published.id),
            "result": change == nil ? "inconclusive" : "change", "reason": .string(finding.reason), "wrong": .int(Int64(finding.wrong)),
            "good": .int(Int64(finding.good)), "unusable": .array(unusable), "candidates": .array(finding.trials.map(\.json)),
            "change": change ?? .null,
        ]
    }
}
