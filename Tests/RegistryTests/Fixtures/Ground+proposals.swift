import Engine
import JSON
@testable import Registry
import SkillLanguage
import Store
import Workspace

extension Ground {
    static let agent = TokenHolder(id: "t-agent", name: "agent", scope: "agent")
    static let reviewer = TokenHolder(id: "t-kim", name: "kim", scope: "reviewer")
    static let other = TokenHolder(id: "t-lee", name: "lee", scope: "reviewer")

    static var narrower: ChangePolicy {
        var policy = ChangePolicy()
        policy.autoApprove = .narrower
        return policy
    }

    /// A change set of whole skills, each on what is live now; a nil document removes.
    func changes(_ documents: [(name: String, document: JSON?)], reason: String = "A reason.") throws -> ChangeSet {
        let entries = documents.map { name, document -> JSON in
            let base = registry.live(name).map { JSON.string($0.id) }
            return ["path": .string(WorkspaceLayout.skillPath(name)), "document": document ?? .null, "base": base ?? .null]
        }
        return try ChangeSet(changes: .array(entries), reason: reason, model: "fast")
    }

    @discardableResult
    func propose(
        _ skill: JSON, as holder: TokenHolder = Ground.agent, policy: ChangePolicy = ChangePolicy(), dryRun: Bool = false
    ) async throws -> ProposalResult {
        try await registry.propose(try changes([(skill["skill"]?.string ?? "", skill)]), by: holder, policy: policy, dryRun: dryRun)
    }

    /// Approves what the evidence of the row says.
    @discardableResult
    func approve(_ id: String?, as holder: TokenHolder = Ground.reviewer, policy: ChangePolicy = ChangePolicy()) async throws -> Decision {
        let proposal = try await store.proposal(id ?? "")
        return try await registry.approve(proposal.id, evidence: proposal.evidenceHash, note: "fine", by: holder, policy: policy)
    }

    /// The workspace with skills of one's own alone, and a first version of greet.
    static func greeting(_ more: [JSON] = []) async throws -> Ground {
        let ground = try await Ground(files: [("ratchet.json", Array("{}".utf8))] + ([Ground.skill("greet", version: "1.0.0")] + more).map { skill in
            (WorkspaceLayout.skillPath(skill["skill"]?.string ?? ""), skill.bytes(.pretty))
        })
        return ground
    }

    static let reaching: JSON.Object = ["permits": ["http": ["GET https://a.example/*"]]]

    static func caller(of callee: String, _ range: String = "^1", name: String = "caller") -> JSON {
        Ground.skill(
            name,
            more: [
                "permits": ["skills": [.string("\(callee)@\(range)")]], "steps": [["id": "say", "call": .string("skill:\(callee)@\(range)")]],
                "tests": [["name": "t", "input": [:], "mocks": ["say": ["output": ["text": "x"]]], "expect": ["output": ["text": "x"]]]],
            ])
    }
}
