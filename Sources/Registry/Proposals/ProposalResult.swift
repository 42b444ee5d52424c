package import JSON

/// What became of a proposal when it was made.
package struct ProposalResult: Sendable {
    package enum Status: String, Sendable { case live, pending, rejected, unchanged }

    package let status: Status
    /// Its id; nil when nothing was recorded: a dry run, one that is rejected by the checks, one that changes nothing.
    package let proposal: String?
    /// The commit that is live with it.
    package let commit: String?
    package let evidence: Evidence
    package let decision: PolicyDecision
    package let problems: [FileProblem]
    package let isDryRun: Bool

    package var json: JSON {
        [
            "status": .string(status.rawValue), "proposal": proposal.map(JSON.string) ?? .null, "versions": evidence.versions,
            "problems": .array((problems + evidence.findings).map(\.json)), "decision": decision.json, "evidence_hash": .string(evidence.hash),
            "commit": commit.map(JSON.string) ?? .null, "dry_run": .bool(isDryRun),
        ]
    }
}
