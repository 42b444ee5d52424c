import CivilTime
import JSON

extension Connection {
    func open(_ proposal: Proposal, most: Int) throws(StoreError) -> ProposalAdmission {
        let paths = JSON.array(proposal.paths.map(JSON.string)).bytes(.compact)
        try execute(
            "UPDATE proposals SET state = 'expired', closed_at = expires_at, closed_by = 'ratchet' WHERE state = 'open' AND expires_at <= ?1",
            proposal.openedAt)
        let superseded = try all(
            composed: """
                \(Proposal.select) WHERE state = 'open' AND proposer = ?1
                AND EXISTS (SELECT 1 FROM json_each(paths) AS a JOIN json_each(?2) AS b ON a.value = b.value)
                """, [proposal.proposer.id, paths], read: Proposal.init)
        let open = try first("SELECT count(*) FROM proposals WHERE state = 'open' AND proposer = ?1", proposal.proposer.id) { $0.count() } ?? 0
        if open - superseded.count >= most { return .full(open: open) }
        for old in superseded {
            try execute(
                "UPDATE proposals SET state = 'superseded', closed_at = ?2, closed_by = ?3, note = ?4 WHERE id = ?1", old.id, proposal.openedAt,
                proposal.proposer.name, "by \(proposal.id)")
        }
        try execute(
            """
            INSERT INTO proposals (id, state, paths, changes, reason, proposer, proposer_name, proposer_scope, model, base_commit, commit_id, branch,
                evidence, evidence_hash, opened_at, expires_at, origin, call_key)
            VALUES (?1, 'open', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
            """, proposal.id, paths, proposal.changes, proposal.reason, proposal.proposer.id, proposal.proposer.name, proposal.proposer.scope,
            proposal.model, proposal.baseCommit, proposal.commit, proposal.branch, proposal.evidence, proposal.evidenceHash, proposal.openedAt,
            proposal.expiresAt, proposal.origin, proposal.callKey)
        return .admitted(superseded: superseded)
    }

    func renew(_ id: String, commit: String, baseCommit: String, evidence: [UInt8], hash: String) throws(StoreError) -> Bool {
        try execute(
            "UPDATE proposals SET commit_id = ?2, base_commit = ?3, evidence = ?4, evidence_hash = ?5 WHERE id = ?1 AND state = 'open'", id, commit,
            baseCommit, evidence, hash) > 0
    }

    func edit(_ id: String, _ edit: Edit) throws(StoreError) -> Bool {
        guard try renew(id, commit: edit.commit, baseCommit: edit.baseCommit, evidence: edit.evidence, hash: edit.evidenceHash) else { return false }
        try execute("UPDATE proposals SET changes = ?2 WHERE id = ?1", id, edit.changes)
        try execute(
            """
            INSERT INTO edits (proposal, editor, editor_name, editor_scope, evidence_hash, at)
            SELECT proposal, ?2, ?3, ?4, ?5, ?6 FROM proposals WHERE id = ?1
            """, id, edit.editor.id, edit.editor.name, edit.editor.scope, edit.evidenceHash, edit.at)
        return true
    }

    func close(_ id: String, as state: Proposal.State, _ closing: Proposal.Closing) throws(StoreError) -> Bool {
        try execute(
            """
            UPDATE proposals SET state = ?2, closed_at = ?3, closed_by = ?4, landed_commit = ?5, note = ?6 WHERE id = ?1 AND state = 'open'
            """, id, state, closing.at, closing.by, closing.landedCommit, closing.note) > 0
    }

    func review(_ id: String, _ review: Review) throws(StoreError) {
        let inserted = try execute(
            """
            INSERT INTO reviews (proposal, verdict, reviewer, reviewer_name, note, evidence_hash, at)
            SELECT proposal, ?2, ?3, ?4, ?5, ?6, ?7 FROM proposals WHERE id = ?1
            """, id, review.verdict, review.reviewer, review.reviewerName, review.note, review.evidenceHash, review.at)
        if inserted == 0 { throw .notFound(what: "proposal", name: id) }
    }

    func issue(_ token: IssuedToken) throws(StoreError) {
        try execute(
            "INSERT INTO tokens (id, name, scope, hash, created_at, created_by, rate_per_minute) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            token.holder.id, token.holder.name, token.holder.scope, token.hash, token.createdAt, token.createdBy, token.ratePerMinute)
    }

    func revokeToken(_ id: String, by: String, at: Instant) throws(StoreError) {
        let known = try first("SELECT 1 FROM tokens WHERE id = ?1", id) { _ in true }
        if known == nil { throw .notFound(what: "token", name: id) }
        try execute("UPDATE tokens SET revoked_at = ?2, revoked_by = ?3 WHERE id = ?1 AND revoked_at IS NULL", id, at, by)
    }
}
