import Engine
import JSON
import Store

/// Repeating a run from somewhere in its middle.
struct RepetitionRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [Route(.post, "/runs/{id}/retry", needs: .operator, fields: ["from", "version", "dry_run"], answer: retry)]
    }

    /// 201 with the new run; 200 with the plan alone for a dry run, also when the version takes another way.
    private func retry(_ question: Question) async throws -> Answer {
        let origin = try await backend.store.run(question["id"].lowercased())
        let request = RetryRequest(from: try question.fields.text("from"), target: try target(question.fields, of: origin))
        let prepared = try await backend.engine.prepareRetry(of: origin, request)
        let plan = RepetitionJSON.plan(prepared, of: origin.id)
        if try question.fields.flag("dry_run") { return Answer(.ok, .object(plan)) }
        let run = try await backend.engine.retry(prepared)
        var answer = try await backend.answer(.created, run.summary)
        if case .object(var object) = answer.json {
            object["plan"] = .object(plan)
            answer.json = .object(object)
        }
        return answer
    }

    /// `live`, the label that is live or the run's own, or a version's id.
    private func target(_ fields: Fields, of origin: RunRecord) throws(Refusal) -> RetryRequest.Target {
        guard let text = try fields.text("version") else { return .pinned }
        if text == "live" || backend.registry.live(origin.skill)?.label.description == text { return .live }
        if text == origin.version || text == origin.versionID { return .pinned }
        guard text.utf8.count == 64 else {
            throw Fields.refusal("version", "must be \"live\", the label that is live or the run's own, or a version id of 64 hexadecimal digits")
        }
        return .version(text.lowercased())
    }
}

/// Runs that repeat others, as the API shows them.
enum RepetitionJSON {
    static func plan(_ retry: Engine.PreparedRetry, of origin: String) -> JSON.Object {
        let plan = retry.plan
        return [
            "origin": .string(origin), "skill": .string(retry.skill), "version": .string(retry.version.description),
            "kept": .array(plan.kept.map(call)), "again": .array(plan.again.map(call)), "unknown": .array(plan.unknown.map(call)),
            "problem": plan.problem.map { ["call": call($0.call), "message": .string($0.message)] } ?? .null,
        ]
    }

    static func lineage(_ lineage: Lineage) -> JSON {
        [
            "run_id": .string(lineage.origin), "kept": .count(lineage.kept), "from": .text(lineage.fromStep), "attempt": .count(lineage.attempt),
        ]
    }

    static func repetition(_ run: RunSummary) -> JSON {
        [
            "run_id": .string(run.id), "state": .string(run.state.rawValue), "version": .string(run.version), "created_at": .time(run.createdAt),
        ]
    }

    private static func call(_ call: ForkPlan.Call) -> JSON {
        ["path": .string(call.id.path), "attempt": .count(call.id.attempt), "step": .string(call.step), "callable": .string(call.callable)]
    }
}
