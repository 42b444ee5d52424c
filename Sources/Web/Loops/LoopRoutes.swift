import CivilTime
import JSON
import Loops
import Store
import Workspace

/// The live loops, their ledgers, and what operators do with them.
struct LoopRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.get, "/loops", needs: .viewer, answer: list),
            Route(.get, "/loops/{name}", needs: .viewer, answer: show),
            Route(.get, "/loops/{name}/fires", needs: .viewer, query: ["limit", "cursor"], answer: fires),
            Route(.get, "/loops/{name}/next", needs: .viewer, query: ["count"], answer: next),
            Route(.post, "/loops/{name}/trigger", needs: .operator, fields: ["force"], answer: trigger),
            Route(.post, "/loops/{name}/pause", needs: .operator, fields: ["reason"], answer: pause),
            Route(.post, "/loops/{name}/resume", needs: .operator, answer: resume),
        ]
    }

    private var scheduler: Scheduler { backend.scheduler }

    private func list(_ question: Question) async throws -> Answer {
        .list(try await scheduler.status().map { LoopJSON.status($0, at: backend.now) })
    }

    private func show(_ question: Question) async throws -> Answer { answer(try await scheduler.status(of: question["name"])) }

    /// The latest first. The ledger of a loop that is live no more stays readable.
    private func fires(_ question: Question) async throws -> Answer {
        let name = question["name"]
        let page = try await backend.store.fires(of: name, after: try question.query.cursor(), limit: try question.limit())
        if page.items.isEmpty { _ = try await scheduler.status(of: name) }
        return .list(page.items.map(LoopJSON.fire), next: page.next)
    }

    private func next(_ question: Question) async throws -> Answer {
        let count = try question.query.whole("count", in: 1...100) ?? 5
        let times = try await scheduler.status(of: question["name"]).next(count, after: backend.now)
        return .list(times.map { .time($0) })
    }

    private func trigger(_ question: Question) async throws -> Answer {
        let force = try question.fields.flag("force")
        let run = try await scheduler.trigger(question["name"], force: force)
        return try await backend.answer(.created, run.summary)
    }

    private func pause(_ question: Question) async throws -> Answer {
        let reason = try question.fields.text("reason")
        return answer(try await scheduler.pause(question["name"], by: question.holder.signature, reason: reason))
    }

    private func resume(_ question: Question) async throws -> Answer { answer(try await scheduler.resume(question["name"])) }

    private func answer(_ status: LoopStatus) -> Answer { Answer(.ok, LoopJSON.status(status, at: backend.now)) }
}
