import CivilTime

@testable import Store

/// What people and agents write: answers, incidents, proposals and their reviews, tokens, calls of tools.
extension Workload {
    mutating func answer(on ledger: Ledger) throws(StoreError) -> Act? {
        let open = try ledger.all(
            "SELECT w.id, coalesce(r.root, r.run) FROM waits AS w JOIN runs AS r USING (run) WHERE w.state = 'open' AND event_name IS NULL ORDER BY wait"
        ) { ($0.text(), $0.integer()) }
        return pick(open) { "tree \($0.1)" }.map { .answer($0.0, body(), at: now) }
    }

    mutating func incident(on ledger: Ledger) throws(StoreError) -> Act? {
        let open = try ledger.all("SELECT id FROM incidents WHERE closed_at IS NULL ORDER BY incident") { $0.text() }
        if dice.chance(50), let id = pick(open, \.self) { return .closeIncident(id, at: now) }
        return .open(Incident(id: runID(next()), kind: "disk", subject: "the log", summary: "summary \(next())", openedAt: now))
    }

    mutating func toolCall() -> Act {
        .record(
            ToolCallRecord(
                at: now, token: "agent", client: "editor", clientVersion: nil, tool: "check_skill", argumentsHash: versionID(next()), outcome: "ok",
                duration: .milliseconds(7)))
    }

    mutating func proposal(on ledger: Ledger) throws(StoreError) -> Act? {
        let known = try ledger.all("SELECT id, state = 'open' FROM proposals ORDER BY proposal") { ($0.text(), $0.bool()) }
        guard dice.chance(60), let (id, isOpen) = pick(known, { "proposal \($0.0)" }) else { return .open(newProposal()) }
        switch dice.roll(1...4) {
        case 1 where isOpen: return .renew(id, commit: "commit \(next())", evidence: body())
        case 2 where isOpen:
            let isLive = dice.chance(50)
            return .close(
                id, isLive ? .live : .rejected, Proposal.Closing(at: now, by: "kim", landedCommit: isLive ? "commit \(next())" : nil, note: "note"))
        case 3 where isOpen:
            let number = next()
            return .edit(
                id,
                Edit(
                    editor: TokenHolder(id: "t\(dice.roll(4...5))", name: "editor", scope: "reviewer"), changes: body(), commit: "commit \(number)",
                    baseCommit: "base \(number)", evidence: body(), evidenceHash: versionID(number), at: now))
        default:
            return .review(
                id,
                Review(verdict: .comment, reviewer: "t1", reviewerName: "kim", note: "note \(next())", evidenceHash: versionID(next()), at: now))
        }
    }

    private mutating func newProposal() -> Proposal {
        let number = next()
        return Proposal(
            id: runID(number), paths: ["skills/s\(dice.roll(1...4))/skill.json"], changes: body(), reason: "reason \(number)",
            proposer: TokenHolder(id: "t\(dice.roll(2...3))", name: "agent", scope: "agent"), model: nil, baseCommit: "base", commit: "commit \(number)",
            branch: "refs/heads/proposals/\(number)", evidence: body(), evidenceHash: versionID(number), openedAt: now, expiresAt: instant(number + 500))
    }

    mutating func token(on ledger: Ledger) throws(StoreError) -> Act? {
        let known = try ledger.all("SELECT id FROM tokens ORDER BY token") { $0.text() }
        if dice.chance(40), let id = pick(known, { "token \($0)" }) { return .revokeToken(id, at: now) }
        let number = next()
        return .issue(
            IssuedToken(holder: TokenHolder(id: "token \(number)", name: "bot", scope: "viewer"), hash: versionID(number), createdAt: now, createdBy: "kim"))
    }
}
