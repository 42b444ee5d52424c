import JSON
import SkillLanguage
import Testing
import Workspace

@Suite struct ChangePolicyTests {
    private func policy(_ json: JSON) throws -> ChangePolicy { try Settings(["policy": json]).policy.changes }

    @Test func `what is not said waits for one person`() throws {
        let policy = try policy([:])
        #expect(policy.autoApprove == .never && policy.approvals == 1 && !policy.freeze)
        #expect(policy.propose == [.agent, .operator, .reviewer, .admin])
    }

    @Test func `every key is read, and each changes the hash`() throws {
        let standard = try policy([:]).hash
        let changes: [JSON] = [["propose": ["agent"]], ["auto_approve": "narrower"], ["approvals": 2], ["freeze": true]]
        let hashes = try changes.map { try policy($0).hash }
        #expect(Set(hashes + [standard]).count == 5)
        #expect(try policy(["agent_may_run": ["x"], "owner_may_adopt": false]).hash == standard)
        let read = try policy(["propose": ["admin"], "auto_approve": "narrower", "approvals": 3, "freeze": true])
        #expect(read.propose == [.admin] && read.autoApprove == .narrower && read.approvals == 3 && read.freeze)
    }

    @Test(arguments: [
        ["auto_approve": "always"], ["approvals": 0], ["approvals": 6], ["propose": ["everybody"]], ["propose": "agent"], ["freeze": "no"],
        ["freez": true],
    ] as [JSON])
    func `what is not understood is refused and decides nothing`(json: JSON) {
        #expect(throws: InvalidDocument.self) { try policy(json) }
    }
}
