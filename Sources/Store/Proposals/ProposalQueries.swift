import CivilTime
import JSON

extension Proposal {
    static let select = """
        SELECT id, state, paths, changes, reason, proposer, proposer_name, proposer_scope, model, base_commit, commit_id, branch, evidence,
            evidence_hash, opened_at, expires_at, closed_at, closed_by, landed_commit, note, origin, call_key, proposal FROM proposals
        """

    init(_ row: inout Row) throws(StoreError) {
        let (id, state): (String, State) = (row.text(), try row.word())
        let paths: [String]
        do { paths = (try JSON(parsing: row.bytes()).array ?? []).compactMap(\.string) } catch { throw .corrupt("the paths of proposal \(id)") }
        self.init(
            id: id, paths: paths, changes: row.bytes(), reason: row.text(),
            proposer: TokenHolder(id: row.text(), name: row.text(), scope: row.text()),
            model: row.optional { $0.text() }, baseCommit: row.text(), commit: row.text(), branch: row.text(), evidence: row.bytes(),
            evidenceHash: row.text(), openedAt: row.instant(), expiresAt: row.instant())
        self.state = state
        let (at, by, landed, note) = (row.optional { $0.instant() }, row.text(), row.optional { $0.text() }, row.optional { $0.text() })
        closing = at.map { Closing(at: $0, by: by, landedCommit: landed, note: note) }
        origin = row.optional { $0.bytes() }
        callKey = row.optional { $0.text() }
    }
}

extension Connection {
    func proposal(_ prefix: String) throws(StoreError) -> Proposal {
        if prefix.utf8.count < 8 { throw .prefixTooShort(prefix) }
        let found = try all(
            composed: "\(Proposal.select) WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 4", [prefix], read: Proposal.init)
        guard let proposal = found.first else { throw .notFound(what: "proposal", name: prefix) }
        if found.count > 1 { throw .ambiguous(prefix: prefix, candidates: found.map(\.id)) }
        return proposal
    }

    func proposal(ofCall key: String) throws(StoreError) -> Proposal? {
        try all(composed: "\(Proposal.select) WHERE call_key = ?1", [key], read: Proposal.init).first
    }

    func proposals(_ states: Set<Proposal.State>, proposer: String?, after cursor: Cursor?, limit: Int) throws(StoreError) -> Page<Proposal> {
        let after = cursor ?? Cursor(at: Instant(milliseconds: .max), row: .max)
        // The words are this module's own.
        let words = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        let found = try all(
            composed: """
                \(Proposal.select) WHERE (opened_at, proposal) < (?1, ?2) AND (?4 IS NULL OR proposer = ?4)
                \(states.isEmpty ? "" : "AND state IN (\(words))") ORDER BY opened_at DESC, proposal DESC LIMIT ?3
                """, [after.at, after.row, max(1, limit) + 1, proposer]
        ) { row throws(StoreError) in (try Proposal(&row), row.integer()) }
        return Page(found, limit: max(1, limit)) { Cursor(at: $0.0.openedAt, row: $0.1) }.map(\.0)
    }

    func reviews(of id: String) throws(StoreError) -> [Review] {
        try all(
            """
            SELECT r.verdict, r.reviewer, r.reviewer_name, r.note, r.evidence_hash, r.at
            FROM reviews AS r JOIN proposals AS p USING (proposal) WHERE p.id = ?1 ORDER BY r.review
            """, id
        ) { row throws(StoreError) in
            Review(
                verdict: try row.word(), reviewer: row.text(), reviewerName: row.text(), note: row.optional { $0.text() }, evidenceHash: row.text(),
                at: row.instant())
        }
    }

    func editors(of id: String) throws(StoreError) -> [TokenHolder] {
        try all(
            """
            SELECT e.editor, e.editor_name, e.editor_scope, min(e.edit)
            FROM edits AS e JOIN proposals AS p USING (proposal) WHERE p.id = ?1 GROUP BY e.editor ORDER BY 4
            """, id
        ) { TokenHolder(id: $0.text(), name: $0.text(), scope: $0.text()) }
    }

    /// The open ones of the instant, the oldest first, of one proposer if one is named.
    func waitingProposals(of proposer: String?, at now: Instant, after cursor: Cursor, limit: Int) throws(StoreError) -> [(Proposal, row: Int64)] {
        try all(
            composed: """
                \(Proposal.select) WHERE state = 'open' AND expires_at > ?4 AND (opened_at, proposal) > (?1, ?2) AND (?5 IS NULL OR proposer = ?5)
                ORDER BY opened_at, proposal LIMIT ?3
                """, [cursor.at, cursor.row, limit, now, proposer]
        ) { row throws(StoreError) in (try Proposal(&row), row: row.integer()) }
    }

    func tokens() throws(StoreError) -> [IssuedToken] {
        try all("SELECT id, name, scope, hash, created_at, created_by, revoked_at, rate_per_minute FROM tokens ORDER BY token") { row in
            var token = IssuedToken(
                holder: TokenHolder(id: row.text(), name: row.text(), scope: row.text()), hash: row.text(), createdAt: row.instant(),
                createdBy: row.text())
            token.revokedAt = row.optional { $0.instant() }
            token.ratePerMinute = row.optional { $0.count() }
            return token
        }
    }
}

extension SQLiteHistory {
    func proposal(ofCall key: String) async throws(StoreError) -> Proposal? {
        try await pool.read { connection throws(StoreError) in try connection.proposal(ofCall: key) }
    }

    func proposal(_ id: String) async throws(StoreError) -> Proposal {
        try await pool.read { connection throws(StoreError) in try connection.proposal(id) }
    }

    func proposals(
        _ states: Set<Proposal.State>, proposer: String?, after cursor: Cursor?, limit: Int
    ) async throws(StoreError) -> Page<Proposal> {
        try await pool.read { connection throws(StoreError) in
            try connection.proposals(states, proposer: proposer, after: cursor, limit: limit)
        }
    }

    func reviews(of id: String) async throws(StoreError) -> [Review] {
        try await pool.read { connection throws(StoreError) in try connection.reviews(of: id) }
    }

    func editors(of id: String) async throws(StoreError) -> [TokenHolder] {
        try await pool.read { connection throws(StoreError) in try connection.editors(of: id) }
    }

    func tokens() async throws(StoreError) -> [IssuedToken] { try await pool.read { connection throws(StoreError) in try connection.tokens() } }
}
