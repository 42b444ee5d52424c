package import CivilTime

/// Something that waits for a person.
package enum InboxItem: Sendable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case human, unknown
        case toolApproval = "tool_approval"
        case proposal, incident
    }

    case wait(WaitRecord)
    case proposal(Proposal)
    case incident(Incident)

    package var openedAt: Instant {
        switch self {
        case .wait(let wait): wait.openedAt
        case .proposal(let proposal): proposal.openedAt
        case .incident(let incident): incident.openedAt
        }
    }
}

/// Which part of the inbox is asked for.
package struct InboxFilter: Sendable, Hashable {
    /// Empty means all.
    package var kinds: Set<InboxItem.Kind>
    /// Proposals of this token alone; nil for all.
    package var proposer: String?
    /// What has expired by then waits no more.
    package var now: Instant

    package init(kinds: Set<InboxItem.Kind> = [], proposer: String? = nil, now: Instant) {
        self.kinds = kinds
        self.proposer = proposer
        self.now = now
    }

    func includes(_ kind: InboxItem.Kind) -> Bool { kinds.isEmpty || kinds.contains(kind) }
}
