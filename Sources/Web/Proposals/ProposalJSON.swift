import CivilTime
import Git
import JSON
import Store
import Workspace

/// Proposals as the API shows them.
enum ProposalJSON {
    /// One whose time is over reads as expired, whether or not that has been recorded.
    static func summary(_ proposal: Proposal, at now: Instant) -> JSON.Object {
        let closing = proposal.closing
        let state = proposal.state == .open && proposal.expiresAt <= now ? .expired : proposal.state
        return [
            "id": .string(proposal.id), "state": .string(state.rawValue), "paths": .array(proposal.paths.map(JSON.string)),
            "reason": .string(proposal.reason), "author": .string(author(proposal)), "origin": (try? JSON(stored: proposal.origin)) ?? .null,
            "proposer": holder(proposal.proposer), "model": .text(proposal.model),
            "evidence_hash": .string(proposal.evidenceHash), "opened_at": .time(proposal.openedAt), "expires_at": .time(proposal.expiresAt),
            "closed_at": .time(closing?.at), "closed_by": .text(closing?.by), "commit": .text(closing?.landedCommit), "note": .text(closing?.note),
        ]
    }

    /// Who wrote it: a run, an agent with a token, or a person.
    private static func author(_ proposal: Proposal) -> String {
        proposal.origin != nil ? "run" : proposal.proposer.scope == Scope.agent.rawValue ? "agent" : "person"
    }

    static func holder(_ holder: TokenHolder) -> JSON {
        ["token": .string(holder.id), "name": .string(holder.name), "scope": .string(holder.scope)]
    }

    static func review(_ review: Review, of proposal: Proposal) -> JSON {
        [
            "verdict": .string(review.verdict.rawValue), "by": .string(review.reviewerName), "token": .string(review.reviewer),
            "note": .text(review.note), "counts": .bool(review.evidenceHash == proposal.evidenceHash), "at": .time(review.at),
        ]
    }

    static func difference(_ difference: FileDiff) -> JSON {
        [
            "path": .string(difference.path), "difference": .string(difference.difference.rawValue), "text": .string(difference.text),
            "omission": .text(difference.omission?.rawValue),
        ]
    }
}
