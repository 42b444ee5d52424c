package import Engine
package import HTTPClient
package import Store
package import Workspace

/// The callables that every server has.
package enum BuiltinCallables {
    /// - Parameter settings: asked at each call, so that a changed `ratchet.json` counts at once.
    package static func make(
        settings: @escaping @Sendable () -> Settings, secrets: any SecretSource, client: Client, store: any History, time: any TimeSource
    ) -> CallableSet {
        CallableSet([
            EchoCallable(), RunsQueryCallable(history: store, time: time),
            HTTPCallable(settings: settings, secrets: secrets, client: client, time: time),
            LLMCallable(settings: settings, secrets: secrets, client: client, time: time),
        ])
    }
}
