package import CivilTime

/// Whoever holds a token.
package struct TokenHolder: Sendable, Hashable {
    /// Of the token, not of the person: two tokens are two holders, whatever they are called.
    package let id: String
    package let name: String
    package let scope: String

    package init(id: String, name: String, scope: String) {
        self.id = id
        self.name = name
        self.scope = scope
    }
}

/// A change of skills and loops that was proposed. The texts in it are JSON that this module does not read.
package struct Proposal: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, CaseIterable, Bindable {
        case open, live, rejected, superseded, expired
        /// What it changes, or calls, changed meanwhile.
        case stale
    }

    package struct Closing: Sendable, Hashable {
        package let at: Instant
        package let by: String
        package let landedCommit: String?
        package let note: String?

        package init(at: Instant, by: String, landedCommit: String? = nil, note: String? = nil) {
            self.at = at
            self.by = by
            self.landedCommit = landedCommit
            self.note = note
        }
    }

    /// A UUIDv7 in its text form.
    package var id: String
    package var state = State.open
    /// The files it changes.
    package var paths: [String]
    package var changes: [UInt8]
    package var reason: String
    package var proposer: TokenHolder
    /// The model that wrote it, as the proposer says.
    package var model: String?
    package var baseCommit: String
    package var commit: String
    /// The full name of the ref that holds the candidate while the proposal is open.
    package var branch: String
    package var evidence: [UInt8]
    package var evidenceHash: String
    package var openedAt: Instant
    package var expiresAt: Instant
    package var closing: Closing?
    /// JSON; nil for one that was made with a token.
    package var origin: [UInt8]?
    /// The key of the call that made it; no two proposals have the same.
    package var callKey: String?

    package init(
        id: String, paths: [String], changes: [UInt8], reason: String, proposer: TokenHolder, model: String?, baseCommit: String, commit: String,
        branch: String, evidence: [UInt8], evidenceHash: String, openedAt: Instant, expiresAt: Instant
    ) {
        self.id = id
        self.paths = paths
        self.changes = changes
        self.reason = reason
        self.proposer = proposer
        self.model = model
        self.baseCommit = baseCommit
        self.commit = commit
        self.branch = branch
        self.evidence = evidence
        self.evidenceHash = evidenceHash
        self.openedAt = openedAt
        self.expiresAt = expiresAt
    }
}

/// What became of an attempt to open a proposal.
package enum ProposalAdmission: Sendable {
    /// It is open; these open ones of the same proposer for the same files are superseded now.
    case admitted(superseded: [Proposal])
    /// The proposer has as many open ones as one may have. Nothing changed.
    case full(open: Int)
}

/// A change that a reviewer made to an open proposal.
package struct Edit: Sendable, Hashable {
    package var editor: TokenHolder
    /// The files as they are with it, as in `Proposal.changes`.
    package var changes: [UInt8]
    package var commit: String
    package var baseCommit: String
    package var evidence: [UInt8]
    package var evidenceHash: String
    package var at: Instant

    package init(
        editor: TokenHolder, changes: [UInt8], commit: String, baseCommit: String, evidence: [UInt8], evidenceHash: String, at: Instant
    ) {
        self.editor = editor
        self.changes = changes
        self.commit = commit
        self.baseCommit = baseCommit
        self.evidence = evidence
        self.evidenceHash = evidenceHash
        self.at = at
    }
}

/// What a person said of a proposal.
package struct Review: Sendable, Hashable {
    package enum Verdict: String, Sendable, Hashable, CaseIterable, Bindable { case approve, reject, comment }

    package var verdict: Verdict
    package var reviewer: String
    package var reviewerName: String
    package var note: String?
    /// Of the evidence it was given on.
    package var evidenceHash: String
    package var at: Instant

    package init(verdict: Verdict, reviewer: String, reviewerName: String, note: String?, evidenceHash: String, at: Instant) {
        self.verdict = verdict
        self.reviewer = reviewer
        self.reviewerName = reviewerName
        self.note = note
        self.evidenceHash = evidenceHash
        self.at = at
    }
}

/// A token that was issued, without the token.
package struct IssuedToken: Sendable, Hashable {
    package var holder: TokenHolder
    /// SHA-256 in hexadecimal.
    package var hash: String
    package var createdAt: Instant
    package var createdBy: String
    package var revokedAt: Instant?
    /// Requests it may make; nil for what its scope has.
    package var ratePerMinute: Int?

    package init(holder: TokenHolder, hash: String, createdAt: Instant, createdBy: String, ratePerMinute: Int? = nil) {
        self.holder = holder
        self.hash = hash
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.ratePerMinute = ratePerMinute
    }
}
