import Engine
import JSON
import Registry
import ServiceLifecycle
import SkillLanguage
import Store
import Workspace

/// Trying what is proposed before deciding on it.
///
/// What is tried is not approved yet, and its reads are really made, with its permits and secrets. So what reaches further than what is live
/// is tried only when that is said, and by somebody who could approve it.
struct DryRunRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.post, "/proposals/{id}/try", needs: .operator, fields: ["skill", "input", "use_models", "wider"], answer: attempt)
        ]
    }

    private func attempt(_ question: Question) async throws -> Answer {
        let usesModels = try question.fields.flag("use_models"), name = try question.fields.text("skill")
        let candidate = try await backend.registry.trial(of: question["id"], policy: backend.settings().policy.changes)
        let skill = try Self.skill(name, of: candidate)
        try admit(question, to: candidate, usesModels: usesModels)
        do {
            let report = try await cancelWhenGracefulShutdown {
                try await backend.engine.dryRun(
                    of: skill, among: candidate.skills, input: question.fields.value("input") ?? [:], usesModels: usesModels)
            }
            return Answer(.ok, DryRunJSON.report(report, of: candidate.proposal.id))
        } catch EngineError.invalidInput(let skill, let findings) {
            let error = EngineError.invalidInput(skill: skill, findings: findings)
            throw Refusal(
                .unprocessable, error.code, error.description, findings: findings.map { Refusal.finding($0.code, $0.pointer, $0.message) })
        }
    }

    /// The one that is named, else the only one that changes.
    private static func skill(_ name: String?, of candidate: TrialCandidate) throws -> PublishedSkill {
        let names = candidate.changed.map(\.skill.name)
        guard !names.isEmpty else {
            throw Refusal(.conflict, "nothing_to_try", "proposal \(candidate.proposal.id) adds and changes no skill, so there is nothing to try")
        }
        let list = names.joined(separator: ", ")
        guard let name else {
            if names.count == 1 { return candidate.changed[0] }
            throw Fields.refusal("skill", "is missing: the proposal changes \(list)")
        }
        guard let skill = candidate.changed.first(where: { $0.skill.name == name }) else {
            throw Fields.refusal("skill", "must be one that the proposal changes: \(list)")
        }
        return skill
    }

    /// Higher limits cost nothing while no model is asked.
    private func admit(_ question: Question, to candidate: TrialCandidate, usesModels: Bool) throws {
        let wider = candidate.wider.filter { $0.kind != "limits" || usesModels }
        guard !wider.isEmpty else { return }
        guard try question.fields.flag("wider") else {
            throw Refusal(
                .conflict, "wider_reach",
                "what is proposed reaches further than what is live, and its reads are really made; if it may, say so with \"wider\" (--wider)",
                findings: wider.map { Refusal.finding("wider_reach", "", "\($0.kind) \($0.text)") })
        }
        guard question.caller.includes(.reviewer) else {
            throw Refusal(.forbidden, "scope", "trying what reaches further than what is live needs a token of scope reviewer")
        }
        guard question.caller == .admin || candidate.proposal.proposer.id != question.holder.id else {
            throw ProposalError.ownProposal(id: candidate.proposal.id)
        }
    }
}
