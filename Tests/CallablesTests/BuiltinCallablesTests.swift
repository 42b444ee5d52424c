import Engine
import HTTPClient
import JSON
import SkillLanguage
import Store
import Synchronization
import Testing

@testable import Callables
@testable import Workspace

@Suite struct BuiltinCallablesTests {
    /// Settings that an operator edits.
    private final class Edited: Sendable {
        let settings = Mutex(Settings.empty)
    }

    @Test func `all are found by name, and a change of the settings counts at the next call`() async throws {
        let server = try ScriptedServer { _, _ in .answer(200, "here") }
        let edited = Edited()
        try await withStore { store in
            let set = BuiltinCallables.make(
                settings: { edited.settings.withLock { $0 } }, secrets: Canary.secrets, client: try Client(), store: store, time: SetTime())
            for name in ["echo", "runs.query", "http", "llm"] { #expect(set[name]?.name == name) }
            #expect(set["agent"] == nil)

            let call = try #require(set["http"])
            let asked = invocation("http", ["url": "service:shop/x"], permits: [permits(http: ["GET service:shop/*"])])
            #expect(await call.perform(asked).failure?.type == "http.denied.service")
            edited.settings.withLock { $0.services["shop"] = Settings.Service(baseURL: server.origin, allowPrivate: true, headers: []) }
            #expect(await call.perform(asked).value?["body"] == "here")
        }
    }
}
