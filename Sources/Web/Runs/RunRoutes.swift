import CivilTime
import Engine
import JSON
import Registry
import ServiceLifecycle
import SkillLanguage
import Store
import Workspace

/// Starting, finding, watching and cancelling runs.
struct RunRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.post, "/runs", needs: .operator, letsAgentsIn: true, fields: ["skill", "input", "idempotency_key"], answer: start),
            Route(
                .get, "/runs", needs: .viewer,
                query: ["skill", "version", "loop", "state", "since", "until", "error", "label", "cost_at_least", "children", "limit", "cursor"], answer: list),
            Route(.get, "/runs/{id}", needs: .viewer, query: ["wait"], answer: show),
            Route(.post, "/runs/{id}/cancel", needs: .operator, fields: ["reason"], answer: cancel),
        ]
    }

    /// 201 with the new run; 200 with the first one when the idempotency key came before with the same input.
    private func start(_ question: Question) async throws -> Answer {
        let skill = try question.fields.required("skill")
        if question.caller == .agent, !backend.settings().policy.agentMayRun.contains(skill) {
            throw Refusal(.forbidden, "policy", "policy.agent_may_run in ratchet.json does not list \"\(skill)\", so an agent may not run it")
        }
        let request = StartRequest(
            skill: skill, input: question.fields.value("input") ?? [:], trigger: .api,
            idempotencyKey: try question.fields.text("idempotency_key", upTo: 255))
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
        let journal = try await backend.store.journal(of: run.key.rowID)
        let children = try await backend.store.children(of: run.key.rowID)
        let ids = try await backend.ids(around: [run.summary] + children)
        var answer = Answer(.ok, try RunJSON.detail(run, journal: journal, children: children, ids: ids))
        answer.isTagged = run.state.isTerminal
        return answer
    }

    /// 202 when the run is asked to end; 200 when it has ended.
    private func cancel(_ question: Question) async throws -> Answer {
        let reason = try question.fields.text("reason")
        var run = try await backend.store.run(question["id"].lowercased())
        if run.state.isTerminal { return try await backend.answer(.ok, run.summary) }
        let by = question.caller.rawValue
        try await backend.engine.cancel(run.summary, by: by, reason: reason ?? "asked for by \(by)")
        run = try await backend.store.run(row: run.key.rowID)
        return try await backend.answer(run.state.isTerminal ? .ok : .accepted, run.summary)
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
