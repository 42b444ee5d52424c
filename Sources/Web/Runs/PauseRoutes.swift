import Engine
import JSON
import Store

/// Having runs stand still, and letting them go on.
struct PauseRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.post, "/runs/{id}/pause", needs: .operator, fields: ["reason"], answer: pause),
            Route(.post, "/runs/{id}/resume", needs: .operator, answer: resume),
        ]
    }

    /// 202 while calls are under way or the run is queued, 200 when it stands still; 409 for one that has ended.
    private func pause(_ question: Question) async throws -> Answer {
        let reason = try question.fields.text("reason")
        let run = try await open(question)
        let by = question.caller.rawValue
        try await backend.engine.pause(run.summary, by: by, reason: reason ?? "asked for by \(by)")
        let paused = try await backend.store.run(row: run.key.rowID)
        return try await backend.answer(paused.state == .paused ? .ok : .accepted, paused.summary)
    }

    /// 200 with the run. One that is quarantined has ended: it goes on as a repetition that keeps what it had, which is 201.
    private func resume(_ question: Question) async throws -> Answer {
        let run = try await backend.store.run(question["id"].lowercased())
        if run.state == .quarantined {
            let prepared = try await backend.engine.prepareRetry(of: run, RetryRequest(from: nil, target: .pinned))
            return try await backend.answer(.created, try await backend.engine.retry(prepared).summary)
        }
        try await backend.engine.resume(try await open(question).summary, by: question.caller.rawValue)
        return try await backend.answer(.ok, try await backend.store.run(row: run.key.rowID).summary)
    }

    private func open(_ question: Question) async throws -> RunRecord {
        let run = try await backend.store.run(question["id"].lowercased())
        if run.state.isTerminal { throw Refusal(.conflict, "not_under_way", "the run has ended as \(run.state.rawValue)") }
        return run
    }
}
