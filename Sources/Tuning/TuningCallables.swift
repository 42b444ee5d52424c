package import Engine
package import Registry
package import Store
package import Workspace

/// The callables by which a skill looks at skills and proposes changes of them.
package enum TuningCallables {
    /// - Parameter policy: asked at each call, so that a changed `ratchet.json` counts at once.
    package static func make(
        registry: Registry, store: any Store, policy: @escaping @Sendable () -> ChangePolicy, time: any TimeSource
    ) -> [any Callable] {
        [
            SkillsGet(registry: registry, store: store, time: time), SkillsShadow(registry: registry, store: store, time: time),
            SkillsTune(registry: registry, store: store, time: time),
            SkillsPropose(registry: registry, store: store, policy: policy, time: time),
        ]
    }
}
