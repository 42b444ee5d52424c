import CivilTime
package import Engine
import JSON
import SkillLanguage
package import Store
package import Workspace

/// What would be live with a proposal, for whoever wants to try it before deciding.
package struct TrialCandidate: Sendable {
    package let proposal: Proposal
    /// All skills that would be live.
    package let skills: Snapshot
    /// The skills that the proposal adds or changes, in the order of their paths.
    package let changed: [PublishedSkill]
    /// What they may reach or use and the live ones may not, as `http GET https://a.example/*`.
    package let wider: [CapabilityDifference.Line]
}

extension Registry {
    /// An open proposal laid over what is live now, and checked again. Nothing is written, but one whose files have changed meanwhile is closed.
    /// - Throws: `ProposalError.closed`, `staleBase` or `unfit`; `StoreError.notFound`.
    package func trial(of id: String, policy: ChangePolicy) async throws -> TrialCandidate {
        try await turn.take { try await trialInTurn(id, policy) }
    }

    private func trialInTurn(_ id: String, _ policy: ChangePolicy) async throws -> TrialCandidate {
        try await loadInTurn()
        let proposal = try await store.proposal(id)
        guard proposal.state == .open else { throw ProposalError.closed(id: proposal.id, state: proposal.state.rawValue) }
        guard proposal.expiresAt > time.now() else { throw ProposalError.closed(id: proposal.id, state: Proposal.State.expired.rawValue) }
        let candidate = try await candidateNow(of: proposal, policy: policy)
        let live = snapshot
        var skills: [String: PublishedSkill] = [:]
        for (name, reading) in candidate.contents.skills {
            skills[name] = reading.document.value.map { Self.unpublished($0, live: live.skills[name]) } ?? live.skills[name]
        }
        let changes = candidate.evidence.changes
        return TrialCandidate(
            proposal: proposal, skills: Snapshot(commit: live.commit, skills: skills, loops: live.loops, problems: []),
            changed: changes.compactMap { change in
                WorkspaceLayout.skillName(atPath: change.path).flatMap { change.version == nil ? nil : skills[$0] }
            },
            wider: changes.flatMap { $0.capabilities?.lines ?? [] }.filter { $0.direction == .wider })
    }

    /// As it would be published; what is live already keeps its commit.
    private static func unpublished(_ skill: Skill, live: PublishedSkill?) -> PublishedSkill {
        let label = skill.version ?? SemanticVersion(0, 1, 0)
        let id = Published.id(of: skill.document, label: label)
        if let live, live.id == id { return live }
        return PublishedSkill(skill: skill, id: id, label: label, commit: nil)
    }
}
