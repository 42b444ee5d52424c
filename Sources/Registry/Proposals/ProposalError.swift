/// Why a proposal, or a decision on one, was not taken.
package enum ProposalError: Error, Sendable, Hashable {
    /// A change set that cannot be read; where and why.
    case malformed(String, String)
    /// What is replaced is not what is live. `current` is the live version's id; nil when nothing is there.
    case staleBase(path: String, current: String?)
    /// The policy does not let this scope propose.
    case notAllowed(scope: String)
    /// The proposer has as many open proposals as one may have.
    case tooMany(open: Int)
    /// Nothing was ever made live here.
    case nothingLive
    /// The proposal was decided before.
    case closed(id: String, state: String)
    /// The approver is the author.
    case ownProposal(id: String)
    /// The approver has changed it.
    case ownEdit(id: String)
    /// A proposal of a commit on `main`, whose content is what the commit has.
    case notEditable(id: String)
    /// What was approved is not what would go live now.
    case changed(id: String, evidence: String)
    /// The candidate is no longer fit to go live; the problems are in its evidence.
    case unfit(id: String, problem: String)
    case frozen
    case noVersion(skill: String, label: String?)
    /// A commit of `main` that git cannot merge with what is live.
    case conflict(String)
    /// The live ref does not name what is live.
    case quarantined(String)

    package var code: String {
        switch self {
        case .malformed: "invalid_changes"
        case .staleBase: "stale_base"
        case .notAllowed: "policy"
        case .tooMany: "too_many_proposals"
        case .nothingLive: "nothing_live"
        case .closed: "proposal_closed"
        case .ownProposal: "own_proposal"
        case .ownEdit: "own_edit"
        case .notEditable: "not_editable"
        case .changed: "proposal_changed"
        case .unfit: "proposal_unfit"
        case .frozen: "frozen"
        case .noVersion: "unknown_version"
        case .conflict: "merge_conflict"
        case .quarantined: "live_quarantined"
        }
    }
}

extension ProposalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let place, let problem): "\(place) \(problem)"
        case .staleBase(let path, let current?):
            "\(path) has changed: its live version is \(current). Take that one, change it again, and name it as base."
        case .staleBase(let path, nil): "\(path) is not live. Propose it as new, without a base."
        case .notAllowed(let scope): "policy.propose in ratchet.json does not let a token of scope \(scope) propose, or ratchet.json is broken"
        case .tooMany(let open): "\(open) proposals of this token wait for a decision, and no more may; they expire after a week"
        case .nothingLive: "nothing is live in this workspace yet; `ratchet adopt` makes main live"
        case .closed(let id, let state): "proposal \(id) is closed: it is \(state)"
        case .ownProposal(let id): "proposal \(id) was made with this very token; somebody else has to decide"
        case .ownEdit(let id): "proposal \(id) was changed with this very token; somebody else has to approve it"
        case .notEditable(let id): "proposal \(id) is a commit on main; commit the change on top of it, and that is proposed instead"
        case .changed(let id, let evidence):
            "what proposal \(id) would do has changed since it was looked at; its evidence is \(evidence) now. Look again."
        case .unfit(let id, let problem): "proposal \(id) no longer fits what is live: \(problem)"
        case .frozen: "changes are frozen: policy.freeze in ratchet.json is true, or ratchet.json is broken"
        case .conflict(let commit): "\(commit) does not merge with what is live; `git merge refs/ratchet/live`, solve the conflicts, and commit"
        case .quarantined(let trouble): "nothing goes live until the live ref is put right: \(trouble)"
        case .noVersion(let skill, let label?): "\(skill) never had a live version \(label)"
        case .noVersion(let skill, nil): "\(skill) has no earlier version to go back to"
        }
    }
}
