import CivilTime
import JSON
import ServiceLifecycle

/// What is live as a whole, for those that follow it.
struct LiveRoutes: Sendable {
    let backend: Backend

    var routes: [Route] { [Route(.get, "/live", needs: .viewer, query: ["known", "wait"], answer: show)] }

    /// With `wait`, answers once another commit than the known one is live or that many seconds are over, whichever comes first.
    private func show(_ question: Question) async throws -> Answer {
        let known = question.query.text("known")
        if let patience = try question.query.whole("wait", in: 0...30), let known {
            let end = backend.now + .seconds(patience)
            await cancelWhenGracefulShutdown { await backend.liveChanges.wait(known: known, until: end) }
        }
        return Answer(.ok, ["commit": .string(backend.registry.commitName)])
    }
}
