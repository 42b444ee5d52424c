package import JSON
import SkillLanguage

/// `policy` of `ratchet.json`, as far as it decides on changes of skills and loops. What is not said waits for a person.
package struct ChangePolicy: Sendable, Hashable {
    package enum Approval: String, Sendable, CaseIterable {
        /// A person looks at every change.
        case never
        /// Same or narrower reach with green tests needs nobody.
        case narrower
    }

    /// Whose tokens may propose.
    package var propose: Set<Scope> = [.agent, .operator, .reviewer, .admin]
    package var autoApprove = Approval.never
    /// How many different tokens must approve.
    package var approvals = 1
    /// Nothing goes live, by whomever; rolling back stays possible.
    package var freeze = false

    package init() {}

    /// Lets nothing through: what holds while `ratchet.json` is broken.
    package static var closed: ChangePolicy {
        var policy = ChangePolicy()
        policy.propose = []
        policy.freeze = true
        return policy
    }

    package var json: JSON {
        [
            "propose": .array(propose.map(\.rawValue).sorted().map(JSON.string)), "auto_approve": .string(autoApprove.rawValue),
            "approvals": .int(Int64(approvals)), "freeze": .bool(freeze),
        ]
    }

    /// Changes with anything that decides on a proposal.
    package var hash: String { ContentHash.of(json) }
}

extension ChangePolicy {
    static let keys = ["propose", "auto_approve", "approvals", "freeze"]

    init(_ node: DocumentNode) {
        if let scopes = node.child("propose") { propose = Set(scopes.elements.compactMap { $0.choice(Scope.self) }) }
        if let choice = node.child("auto_approve")?.choice(Approval.self) { autoApprove = choice }
        if let count = node.child("approvals")?.integer(in: 1...5) { approvals = count }
        if let flag = node.child("freeze")?.flag { freeze = flag }
    }
}
