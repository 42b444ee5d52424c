import Store
import Workspace

/// A run as the one who proposes: no token, and no right to approve anything.
enum RunProposer {
    static func id(of skill: String) -> String { "skill:\(skill)" }

    static func holder(skill: String, version: String) -> TokenHolder {
        TokenHolder(id: id(of: skill), name: "\(skill) \(version)", scope: Scope.agent.rawValue)
    }
}
