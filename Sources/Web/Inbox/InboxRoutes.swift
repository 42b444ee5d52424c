import Engine
import JSON
import Store

/// What waits for a person, and the answers. No agent answers: whoever asks for leave does not give it.
struct InboxRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.get, "/inbox", needs: .viewer, query: ["kind", "limit", "cursor"], answer: list),
            Route(.get, "/inbox/{id}", needs: .viewer, answer: show),
            Route(.post, "/inbox/{id}/answer", needs: .operator, fields: ["value", "declined", "reason", "decision"], answer: reply),
        ]
    }

    private enum Decision: String, CaseIterable { case retry, fail, done, approve }

    /// The oldest first, of all kinds or of those named. Of proposals, an agent sees its own.
    private func list(_ question: Question) async throws -> Answer {
        let filter = InboxFilter(
            kinds: try question.query.words("kind", of: InboxItem.Kind.self), proposer: question.caller == .agent ? question.holder.id : nil,
            now: backend.now)
        let page = try await backend.store.inbox(filter, after: try question.query.cursor(), limit: try question.limit())
        return .list(try page.items.map(InboxJSON.item), next: page.next)
    }

    /// A question with all that is needed to answer it; anything else as the list has it.
    private func show(_ question: Question) async throws -> Answer {
        do {
            return try await answer(try await wait(question))
        } catch StoreError.notFound {
            guard let item = try await other(question) else { throw StoreError.notFound(what: "question", name: question["id"]) }
            return Answer(.ok, .object(item))
        }
    }

    /// A proposal or an incident.
    private func other(_ question: Question) async throws -> JSON.Object? {
        let id = question["id"].lowercased()
        if let proposal = try? await backend.store.proposal(id), question.caller != .agent || proposal.proposer.id == question.holder.id {
            var item = InboxJSON.summary(proposal)
            item["state"] = .string(proposal.state.rawValue)
            return item
        }
        return (try? await backend.store.incident(id)).map(InboxJSON.summary)
    }

    /// The first answer counts; a later one is 409. One that does not fit is 422 and changes nothing.
    private func reply(_ question: Question) async throws -> Answer {
        let wait: WaitRecord
        do {
            wait = try await self.wait(question)
        } catch let missing as StoreError {
            guard let item = try await other(question) else { throw missing }
            throw Refusal(
                .conflict, "not_a_question",
                "this is a \(item["kind"]?.string ?? ""), and no answer settles it; `\(item["command"]?.string ?? "")` shows what does")
        }
        try await backend.engine.answer(wait, try reply(in: question.fields), by: question.holder.signature)
        return try await answer(try await backend.store.wait(wait.id))
    }

    private func reply(in fields: Fields) throws(Refusal) -> Reply {
        let (value, reason) = (fields.value("value"), try fields.text("reason"))
        let decision = try fields.word("decision", of: Decision.self)
        if try fields.flag("declined") {
            guard value == nil, decision == nil else { throw Fields.refusal("declined", "goes with no other answer") }
            return .declined(reason: reason)
        }
        switch decision {
        case nil:
            guard let value else { throw Refusal(.badRequest, "invalid_field", "an answer has \"value\", \"declined\" or \"decision\"") }
            return .form(value)
        case .approve: return .approved
        case .retry: return .again
        case .fail: return .failed
        case .done: return .done(value ?? .null)
        }
    }

    private func wait(_ question: Question) async throws -> WaitRecord {
        let wait = try await backend.store.wait(question["id"].lowercased())
        guard wait.kind != .event else { throw StoreError.notFound(what: "question", name: question["id"]) }
        return wait
    }

    private func answer(_ wait: WaitRecord) async throws -> Answer {
        let run = try await backend.store.run(wait.runID)
        let entry = try await backend.store.journal(of: run.key.rowID).first { $0.entry.path == wait.call.path && $0.entry.kind == .intent }
        return Answer(.ok, try InboxJSON.detail(wait, callable: try JSON(stored: entry?.entry.body)["callable"]?.string))
    }
}
