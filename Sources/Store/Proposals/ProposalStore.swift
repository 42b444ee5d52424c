package import CivilTime

/// Proposals, their reviews, and issued tokens.
package protocol ProposalStore: Sendable {
    /// Opens a proposal. Expired ones are closed first; open ones of the same proposer that share a file are superseded.
    /// - Parameter most: how many of one proposer may be open, the new one included.
    func open(_ proposal: Proposal, most: Int) async throws(StoreError) -> ProposalAdmission
    /// By id, or by the beginning of one: at least eight characters, fitting one proposal.
    func proposal(_ id: String) async throws(StoreError) -> Proposal
    /// The one that was made by the call with this key; nil when none was.
    func proposal(ofCall key: String) async throws(StoreError) -> Proposal?
    /// The latest first. Empty `states` means any.
    func proposals(_ states: Set<Proposal.State>, proposer: String?, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<Proposal>
    /// Gives an open proposal another candidate and other evidence. False when it is closed.
    func renew(_ id: String, commit: String, baseCommit: String, evidence: [UInt8], hash: String) async throws(StoreError) -> Bool
    /// Gives an open proposal other content, with who did so. False when it is closed.
    func edit(_ id: String, _ edit: Edit) async throws(StoreError) -> Bool
    /// Who changed a proposal, each once, in the order of their first edits.
    func editors(of id: String) async throws(StoreError) -> [TokenHolder]
    /// Ends an open proposal. False when it was closed already; the first closing stays.
    func close(_ id: String, as state: Proposal.State, _ closing: Proposal.Closing) async throws(StoreError) -> Bool
    func review(_ id: String, _ review: Review) async throws(StoreError)
    /// In the order they were given.
    func reviews(of id: String) async throws(StoreError) -> [Review]

    func issue(_ token: IssuedToken) async throws(StoreError)
    /// By when they were made, revoked ones included.
    func tokens() async throws(StoreError) -> [IssuedToken]
    /// A second revocation changes nothing. Throws `notFound` for an id that was never issued.
    func revokeToken(_ id: String, by: String, at: Instant) async throws(StoreError)
}

extension SQLiteStore {
    package func open(_ proposal: Proposal, most: Int) async throws(StoreError) -> ProposalAdmission {
        try await writer.write(size: proposal.changes.count + proposal.evidence.count + 1024) { connection throws(StoreError) in
            try connection.open(proposal, most: most)
        }
    }

    package func renew(_ id: String, commit: String, baseCommit: String, evidence: [UInt8], hash: String) async throws(StoreError) -> Bool {
        try await writer.write(size: evidence.count + 512) { connection throws(StoreError) in
            try connection.renew(id, commit: commit, baseCommit: baseCommit, evidence: evidence, hash: hash)
        }
    }

    package func edit(_ id: String, _ edit: Edit) async throws(StoreError) -> Bool {
        try await writer.write(size: edit.changes.count + edit.evidence.count + 512) { connection throws(StoreError) in
            try connection.edit(id, edit)
        }
    }

    package func editors(of id: String) async throws(StoreError) -> [TokenHolder] { try await history.editors(of: id) }

    package func close(_ id: String, as state: Proposal.State, _ closing: Proposal.Closing) async throws(StoreError) -> Bool {
        try await writer.write(size: 512) { connection throws(StoreError) in try connection.close(id, as: state, closing) }
    }

    package func review(_ id: String, _ review: Review) async throws(StoreError) {
        try await writer.write(size: 1024) { connection throws(StoreError) in try connection.review(id, review) }
    }

    package func issue(_ token: IssuedToken) async throws(StoreError) {
        try await writer.write(size: 512) { connection throws(StoreError) in try connection.issue(token) }
    }

    package func revokeToken(_ id: String, by: String, at: Instant) async throws(StoreError) {
        try await writer.write(size: 256) { connection throws(StoreError) in try connection.revokeToken(id, by: by, at: at) }
    }

    package func proposal(_ id: String) async throws(StoreError) -> Proposal { try await history.proposal(id) }

    package func proposal(ofCall key: String) async throws(StoreError) -> Proposal? { try await history.proposal(ofCall: key) }

    package func proposals(
        _ states: Set<Proposal.State>, proposer: String?, after cursor: Cursor?, limit: Int
    ) async throws(StoreError) -> Page<Proposal> {
        try await history.proposals(states, proposer: proposer, after: cursor, limit: limit)
    }

    package func reviews(of id: String) async throws(StoreError) -> [Review] { try await history.reviews(of: id) }

    package func tokens() async throws(StoreError) -> [IssuedToken] { try await history.tokens() }
}
