import Git
import JSON
import Registry
import Workspace

/// Making the owner's own commits live.
struct AdoptRoutes: Sendable {
    let backend: Backend

    var routes: [Route] { [Route(.post, "/adopt", needs: .admin, fields: ["commit", "dry_run"], answer: adopt)] }

    /// 422 with the same document when the commit is not fit to go live.
    private func adopt(_ question: Question) async throws -> Answer {
        guard backend.settings().policy.ownerMayAdopt else {
            throw Refusal(.forbidden, "policy", "policy.owner_may_adopt in ratchet.json is false, so nobody approves their own commits here")
        }
        let commit = try question.fields.text("commit").map { text throws(Refusal) in
            guard let id = CommitID(text) else { throw Fields.refusal("commit", "must be a commit's full id, 40 hexadecimal digits in lower case") }
            return id
        }
        do {
            let adoption = try await backend.registry.adopt(
                commit, by: question.holder.stored, policy: backend.settings().policy.changes, dryRun: try question.fields.flag("dry_run"))
            return Answer(adoption.problems.isEmpty ? .ok : .unprocessable, adoption.json)
        } catch GitError.missingObject where commit != nil {
            throw AdoptionError.noCommit(commit?.description ?? "")
        }
    }
}
