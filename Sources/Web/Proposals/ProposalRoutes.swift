import Git
import JSON
import Registry
import Store
import Workspace

/// The one door for changes, and the decisions on them. An agent proposes and reads its own; only reviewers decide.
struct ProposalRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(
                .post, "/proposals", needs: .operator, letsAgentsIn: true, fields: ["changes", "reason", "model", "dry_run"], answer: propose),
            Route(.get, "/proposals", needs: .viewer, query: ["state", "limit", "cursor"], answer: list),
            Route(.get, "/proposals/{id}", needs: .viewer, answer: show),
            Route(.get, "/proposals/{id}/policy", needs: .viewer, answer: policy),
            Route(.post, "/proposals/{id}/approve", needs: .reviewer, fields: ["evidence_hash", "note"], answer: approve),
            Route(.post, "/proposals/{id}/reject", needs: .reviewer, fields: ["note"], answer: reject),
            Route(.post, "/proposals/{id}/edit", needs: .reviewer, fields: ["changes"], answer: edit),
            Route(.post, "/proposals/{id}/comment", needs: .reviewer, fields: ["note"], answer: comment),
        ]
    }

    private var rules: ChangePolicy { backend.settings().policy.changes }

    /// 201 when something was recorded, 422 with the same document when the checks reject it.
    private func propose(_ question: Question) async throws -> Answer {
        guard let changes = question.fields.value("changes") else { throw Fields.refusal("changes", "is missing") }
        let set = try ChangeSet(
            changes: changes, reason: try question.fields.text("reason", upTo: 4000) ?? "", model: try question.fields.text("model"))
        let result = try await backend.registry.propose(
            set, by: question.holder.stored, policy: rules, dryRun: try question.fields.flag("dry_run"))
        return Answer(result.status == .rejected ? .unprocessable : result.proposal == nil ? .ok : .created, result.json)
    }

    private func list(_ question: Question) async throws -> Answer {
        let page = try await backend.store.proposals(
            try question.query.words("state", of: Proposal.State.self), proposer: question.caller == .agent ? question.holder.id : nil,
            after: try question.query.cursor(), limit: try question.limit())
        return .list(page.items.map { .object(ProposalJSON.summary($0, at: backend.now)) }, next: page.next)
    }

    /// With its evidence, its reviews, and how its files differ from what it was made on.
    private func show(_ question: Question) async throws -> Answer {
        let proposal = try await found(question)
        var object = ProposalJSON.summary(proposal, at: backend.now)
        object["evidence"] = try JSON(stored: proposal.evidence)
        object["changes"] = try JSON(stored: proposal.changes)
        object["editors"] = .array(try await backend.store.editors(of: proposal.id).map(ProposalJSON.holder))
        object["reviews"] = .array(try await backend.store.reviews(of: proposal.id).map { ProposalJSON.review($0, of: proposal) })
        var diff: [FileDiff] = []
        if let old = CommitID(proposal.baseCommit), let new = CommitID(proposal.commit) {
            diff = (try? await backend.registry.repository.diff(from: old, to: new)) ?? []
        }
        object["diff"] = .array(diff.map(ProposalJSON.difference))
        return Answer(.ok, .object(object))
    }

    private func policy(_ question: Question) async throws -> Answer {
        let proposal = try await found(question)
        return Answer(.ok, try await backend.registry.decision(on: proposal.id, policy: rules).json)
    }

    private func approve(_ question: Question) async throws -> Answer {
        let evidence = try question.fields.required("evidence_hash")
        return answer(
            try await backend.registry.approve(
                question["id"], evidence: evidence, note: try question.fields.text("note"), by: question.holder.stored, policy: rules))
    }

    private func reject(_ question: Question) async throws -> Answer {
        answer(try await backend.registry.reject(question["id"], note: try question.fields.text("note"), by: question.holder.stored))
    }

    /// 422 with the same document when the checks reject it; the proposal is then as it was.
    private func edit(_ question: Question) async throws -> Answer {
        guard let changes = question.fields.value("changes") else { throw Fields.refusal("changes", "is missing") }
        let result = try await backend.registry.edit(question["id"], changes: changes, by: question.holder.stored, policy: rules)
        return Answer(result.status == .rejected ? .unprocessable : .ok, result.json)
    }

    private func comment(_ question: Question) async throws -> Answer {
        answer(try await backend.registry.comment(question["id"], note: try question.fields.required("note"), by: question.holder.stored))
    }

    private func answer(_ decision: Decision) -> Answer { Answer(.ok, .object(ProposalJSON.summary(decision.proposal, at: backend.now))) }

    /// To an agent, another's proposal does not exist.
    private func found(_ question: Question) async throws -> Proposal {
        let proposal = try await backend.store.proposal(question["id"])
        guard question.caller != .agent || proposal.proposer.id == question.holder.id else {
            throw StoreError.notFound(what: "proposal", name: question["id"])
        }
        return proposal
    }
}

extension TokenSet.Holder {
    /// Who did something, where one text records it: the name people know, and the token that tells two of a name apart.
    var signature: String { "\(name) (token \(id))" }

    var stored: TokenHolder { TokenHolder(id: id, name: name, scope: scope.rawValue) }
}
