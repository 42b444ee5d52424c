import CivilTime
import Engine
import JSON
import Registry
import ServiceLifecycle
import Store
import Workspace

/// Starting, finding, watching and ending runs.
struct RunRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(
                .post, "/runs", needs: .operator, letsAgentsIn: true,
                fields: ["skill", "input", "idempotency_key", "on_conflict", "reuse", "priority"], answer: start),
            Route(
                .get, "/runs", needs: .viewer,
                query: ["skill", "version", "loop", "state", "since", "until", "error", "label", "cost_at_least", "children", "limit", "cursor"], answer: list),
            Route(.get, "/runs/{id}", needs: .viewer, query: ["wait"], answer: show),
            Route(.post, "/runs/{id}/cancel", needs: .operator, fields: ["reason"], answer: cancel),
            Route(.post, "/runs/{id}/terminate", needs: .operator, fields: ["reason"], answer: terminate),
        ]
    }

    /// 201 with the new run; 200 with the newest one of the idempotency key when it came before with the same input and `reuse` and
    /// `on_conflict` allow no other.
    private func start(_ question: Question) async throws -> Answer {
        let skill = try question.fields.required("skill")
        if question.caller == .agent, !backend.settings().policy.agentMayRun.contains(skill) {
            throw Refusal(.forbidden, "policy", "policy.agent_may_run in ratchet.json does not list \"\(skill)\", so an agent may not run it")
        }
        var request = StartRequest(
            skill: skill, input: question.fields.value("input") ?? [:], trigger: .api, idempotencyKey: try question.idempotencyKey())
        request.repetition.conflict = try question.fields.word("on_conflict", of: Repetition.Conflict.self) ?? .returnExisting
        request.repetition.reuse = try question.fields.word("reuse", of: Repetition.Reuse.self) ?? .never
        request.priority = try question.fields.whole("priority", in: -1000...1000) ?? 0
        guard request.idempotencyKey != nil || request.repetition == Repetition() else {
            throw Refusal(.badRequest, "invalid_field", "\"on_conflict\" and \"reuse\" say what an idempotency key means; give one")
        }
        let run = try await backend.engine.start(request)
        return try await backend.answer(run.existed ? .ok : .created, run.summary)
    }

    private func list(_ question: Question) async throws -> Answer {
        let query = question.query
        let filter = RunFilter(
            skill: query.text("skill"), versionID: try await versionID(query), loop: query.text("loop"),
            states: try query.words("state", of: RunState.self), since: try query.instant("since"), until: try query.instant("until"),
            errorPrefix: query.text("error"), rootsOnly: try !query.flag("children"), verdict: try query.word("label", of: Label.Verdict.self),
            costAtLeast: try query.microdollars("cost_at_least"))
        let page = try await backend.store.runs(filter, after: try query.cursor(), limit: try question.limit())
        return .list(try await backend.summaries(page.items), next: page.next)
    }

    /// A version is named by its id, by `name@1.2.3`, or, with its skill, by its label.
    private func versionID(_ query: Query) async throws -> String? {
        guard let text = query.text("version") else { return nil }
        if text.utf8.count == 64, !text.contains("@") { return text.lowercased() }
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        let (skill, label) = parts.count == 2 ? (parts[0], parts[1]) : (query.text("skill") ?? "", text)
        if let id = try await backend.versionID(of: skill, label: label) { return id }
        throw Query.refusal("version", text, "a version id of 64 hexadecimal digits, or the label of a version, as name@1.2.3 or together with \"skill\"")
    }

    /// With `wait`, answers once the run has ended or that many seconds are over, whichever comes first.
    private func show(_ question: Question) async throws -> Answer {
        let patience = try question.query.whole("wait", in: 0...30) ?? 0
        var run = try await backend.store.run(question["id"].lowercased())
        if patience > 0, !run.state.isTerminal {
            let (id, end) = (run.id, backend.now + .seconds(patience))
            await cancelWhenGracefulShutdown { await backend.endings.wait(for: id, until: end) }
            run = try await backend.store.run(row: run.key.rowID)
        }
        var answer = Answer(.ok, try await backend.detail(of: run))
        answer.isTagged = run.state.isTerminal
        return answer
    }

    /// 202 when the run is asked to end; 200 when it has ended.
    private func cancel(_ question: Question) async throws -> Answer {
        let reason = try question.fields.text("reason")
        var run = try await backend.store.run(question["id"].lowercased())
        if run.state.isTerminal { return try await backend.answer(.ok, run.summary) }
        let by = question.holder.signature
        try await backend.engine.cancel(run.summary, by: by, reason: reason ?? "asked for by \(by)")
        run = try await backend.store.run(row: run.key.rowID)
        return try await backend.answer(run.state.isTerminal ? .ok : .accepted, run.summary)
    }

    /// At once and without clean-up; a run that has ended stays as it is.
    private func terminate(_ question: Question) async throws -> Answer {
        let reason = try question.fields.text("reason")
        let run = try await backend.store.run(question["id"].lowercased())
        let by = question.holder.signature
        if !run.state.isTerminal { try await backend.engine.terminate(run.summary, by: by, reason: reason ?? "asked for by \(by)") }
        return try await backend.answer(.ok, try await backend.store.run(row: run.key.rowID).summary)
    }
}

extension Backend {
    /// One run, without its documents.
    func answer(_ status: Answer.Status, _ run: RunSummary) async throws -> Answer {
        let json = RunJSON.summary(run, ids: try await ids(around: [run]))
        return Answer(status, .object(json), headers: [("Location", "\(API.prefix)/runs/\(run.id)")])
    }

    func summaries(_ runs: [RunSummary]) async throws -> [JSON] {
        let ids = try await ids(around: runs)
        return runs.map { .object(RunJSON.summary($0, ids: ids)) }
    }

    /// The ids of the runs, and of those above them, by row.
    func ids(around runs: [RunSummary]) async throws -> [Int64: String] {
        var ids = Dictionary(runs.map { ($0.key.rowID, $0.id) }) { first, _ in first }
        for row in runs.flatMap({ [$0.parent?.row, $0.root] }).compactMap({ $0 }) where ids[row] == nil {
            ids[row] = try await store.run(row: row).id
        }
        return ids
    }
}
