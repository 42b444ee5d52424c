import Git
import JSON
import SkillLanguage
import Store
import Workspace

/// What one commit that was live says, held against its files, its proposal and the reviews.
struct CommitAudit {
    let registry: Registry
    let commit: Commit
    let message: CommitMessage

    init(of commit: Commit, in registry: Registry) {
        self.registry = registry
        self.commit = commit
        message = commit.parsedMessage
    }

    private static let forged = "something went live that Ratchet did not decide on, or the record of the decision was changed"

    private func mismatch(_ text: String, means meaning: String = forged) -> Audit.Mismatch {
        Audit.Mismatch(what: .commit, id: commit.id.description, message: text, meaning: meaning)
    }

    /// All that does not agree.
    func mismatches() async throws -> [Audit.Mismatch] {
        if let flaw = try await registry.attestation.flaw(of: commit.id) { return [mismatch("it \(flaw)")] }
        guard let decision = LandedDecision(message) else { return [mismatch("its trailer Ratchet-Policy names no known decision")] }
        if decision == .founding { return [] }
        var found: [Audit.Mismatch] = []
        let brought = try await versionsBrought(), named = message.versionsBrought
        if brought != named { found.append(mismatch("its files bring \(Self.list(brought)), its trailers say \(Self.list(named))")) }
        return found + (try await proposalMismatches(decision))
    }

    private static func list(_ versions: [String]) -> String { versions.isEmpty ? "nothing" : versions.joined(separator: ", ") }

    // MARK: files

    /// `NAME LABEL ID` for each document that differs from the first parent's, by the trees of both.
    private func versionsBrought() async throws -> [String] {
        let touched = try await registry.repository.changedPaths(from: commit.parents.first, to: commit.id, paths: ["skills", "cron"]).map(\.path)
        var found: [String] = []
        var skills: Set<String> = []
        for path in touched {
            if let loop = WorkspaceLayout.loopName(atPath: path) { found.append("\(loop) \(try await loopVersion(path))") }
            let parts = path.split(separator: "/")
            if parts.count > 2, parts[0] == "skills" { skills.insert(String(parts[1])) }
        }
        for name in skills {
            let new = try await skillVersion(name, at: commit.id)
            var old: String?
            if let before = commit.parents.first { old = try await skillVersion(name, at: before) }
            if old != new { found.append("\(name) \(new ?? "removed")") }
        }
        return found.sorted()
    }

    private func loopVersion(_ path: String) async throws -> String {
        guard let bytes = try await registry.repository.file(path, at: commit.id), let json = try? JSON(parsing: bytes) else { return "removed" }
        return ContentHash.of(json)
    }

    private func skillVersion(_ name: String, at id: CommitID) async throws -> String? {
        guard let skill = try await CommitReader(repository: registry.repository, zones: registry.zones).skill(name, at: id) else { return nil }
        let label = skill.version ?? SemanticVersion(0, 1, 0)
        return "\(label) \(Published.id(of: skill.document, label: label))"
    }

    // MARK: the decision

    private func proposalMismatches(_ decision: LandedDecision) async throws -> [Audit.Mismatch] {
        guard let named = message.trailer("Ratchet-Proposal") else {
            return decision.needsProposal ? [mismatch("it names no proposal")] : []
        }
        do {
            let proposal = try await registry.store.proposal(named)
            let editors = try await registry.store.editors(of: proposal.id), reviews = try await registry.store.reviews(of: proposal.id)
            return try differences(decision, proposal, editors, reviews).map { text in
                Audit.Mismatch(what: .proposal, id: proposal.id, message: "\(text); the commit is \(commit.id)", meaning: Self.forged)
            }
        } catch StoreError.notFound {
            let text = "proposal \(named), which it lands, is not in the database"
            return [mismatch(text, means: "who proposed and approved it cannot be shown")]
        }
    }

    private func differences(_ decision: LandedDecision, _ proposal: Proposal, _ editors: [TokenHolder], _ reviews: [Review]) throws -> [String] {
        var found: [String] = []
        if proposal.state != .live || proposal.closing?.landedCommit != commit.id.description {
            found.append("the row is \(proposal.state.rawValue), and does not say that it landed as this commit")
        }
        if message.trailer("Ratchet-Author") != Registry.named(proposal.proposer) { found.append("its proposer is not the commit's author") }
        if message.trailer("Ratchet-Model") != proposal.model { found.append("its model is not the commit's") }
        if message.trailers("Ratchet-Editor") != editors.map(Registry.named) { found.append("its editors are not the commit's") }
        guard decision != .adoption else { return found }
        if message.trailer("Ratchet-Evidence") != proposal.evidenceHash { found.append("its evidence is not what the commit names") }
        if ContentHash.of(try JSON(parsing: proposal.evidence)) != proposal.evidenceHash { found.append("its evidence does not have the hash on record") }
        let authors = [proposal.proposer.id] + editors.map(\.id)
        let approving = reviews.filter { $0.verdict == .approve && $0.evidenceHash == proposal.evidenceHash }
        if approving.contains(where: { authors.contains($0.reviewer) }) { found.append("one of its authors is among its approvers") }
        return found + approvals(decision, approving)
    }

    private func approvals(_ decision: LandedDecision, _ approving: [Review]) -> [String] {
        let named = Set(message.trailers("Ratchet-Approver"))
        let onRecord = Set(approving.map { "\($0.reviewerName) (token \($0.reviewer))" })
        guard case .approval(let count) = decision else { return named.isEmpty ? [] : ["the policy decided, and the commit names approvers"] }
        var found: [String] = []
        if count != named.count { found.append("the commit counts \(count) approvals and names \(named.count)") }
        for approver in named.subtracting(onRecord).sorted() { found.append("no review on record approves the evidence for \(approver)") }
        for approver in onRecord.subtracting(named).sorted() { found.append("the review of \(approver) is not in the commit") }
        return found
    }
}
