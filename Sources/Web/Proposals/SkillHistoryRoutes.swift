import CivilTime
import JSON
import Registry
import SkillLanguage
import Workspace

/// What a skill was, and going back to it.
struct SkillHistoryRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.get, "/skills/{name}/versions", needs: .viewer, answer: versions),
            Route(.get, "/skills/{name}/diff", needs: .viewer, query: ["from", "to"], answer: diff),
            Route(.post, "/skills/{name}/rollback", needs: .reviewer, fields: ["to", "reason"], answer: rollback),
        ]
    }

    private func versions(_ question: Question) async throws -> Answer {
        let revisions = try await backend.registry.revisions(of: question["name"])
        guard !revisions.isEmpty else { throw ProposalError.noVersion(skill: question["name"], label: nil) }
        return .list(revisions.map(Self.json))
    }

    private func diff(_ question: Question) async throws -> Answer {
        let from = try label("from", question.query.text("from")), to = try label("to", question.query.text("to"))
        return .list(try await backend.registry.difference(of: question["name"], from: from, to: to).map(ProposalJSON.difference))
    }

    /// 422 with the same document when the version no longer fits what is live.
    private func rollback(_ question: Question) async throws -> Answer {
        let rollback = try await backend.registry.rollBack(
            question["name"], to: try label("to", try question.fields.text("to")), reason: try question.fields.text("reason", upTo: 4000) ?? "",
            by: question.holder.stored, policy: backend.settings().policy.changes)
        return Answer(rollback.problems.isEmpty ? .ok : .unprocessable, rollback.json)
    }

    private func label(_ name: String, _ text: String?) throws(Refusal) -> SemanticVersion? {
        guard let text else { return nil }
        guard let version = SemanticVersion(text) else { throw Fields.refusal(name, "must be a version such as 1.2.0") }
        return version
    }

    private static func json(_ revision: SkillRevision) -> JSON {
        let message = revision.commit.parsedMessage
        return [
            "version": .text(revision.label?.description), "version_id": .text(revision.id), "commit": .string(revision.commit.id.description),
            "at": .time(revision.commit.committer.time), "subject": .string(message.subject), "reason": .string(message.body),
            "author": .string(message.trailer("Ratchet-Author") ?? revision.commit.author.name), "model": .text(message.trailer("Ratchet-Model")),
            "approver": .text(message.trailer("Ratchet-Approver")), "policy": .text(message.trailer("Ratchet-Policy")),
            "proposal": .text(message.trailer("Ratchet-Proposal")), "restores": .text(message.trailer("Ratchet-Restores")),
            "signature": .string(revision.isSigned.map { $0 ? "good" : "bad" } ?? "none"),
        ]
    }
}
