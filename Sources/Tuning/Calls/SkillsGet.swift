import CivilTime
package import Engine
package import JSON
package import Registry
package import SkillLanguage
package import Store

/// `skills.get`: a live skill as it is, what of it can be tuned, and what was rejected before.
package struct SkillsGet: Callable {
    package let name = "skills.get"
    private let registry: Registry
    private let rejections: Rejections
    private let time: any TimeSource

    package init(registry: Registry, store: any Store, time: any TimeSource) {
        self.registry = registry
        rejections = Rejections(store: store)
        self.time = time
    }

    package func reach(of arguments: JSON) -> Reach { .read }

    package func perform(_ invocation: Invocation) async -> Outcome {
        await .of(name) {
            let subject = try Subject(of: invocation, among: registry)
            let rejected = try await rejections.of(subject.name, by: invocation.skill, now: time.now())
            return [
                "skill": .string(subject.name), "version": .string(subject.published.label.description),
                "version_id": .string(subject.published.id), "document": subject.skill.document,
                "config": .array(Setting.all(of: subject.skill).map { setting in
                    [
                        "name": .string(setting.name), "value": setting.value, "minimum": setting.minimum ?? .null,
                        "maximum": setting.maximum ?? .null,
                    ]
                }),
                "rejected": .array(rejected.map(\.json)),
            ]
        }
    }
}
