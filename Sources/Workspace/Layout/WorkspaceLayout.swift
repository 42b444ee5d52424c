/// Where things lie in a workspace.
package struct WorkspaceLayout: Sendable, Hashable {
    /// Absolute, without a slash at the end.
    package let root: String

    package init(root: String) { self.root = root }

    package var settings: String { root + "/ratchet.json" }
    package var state: String { root + "/.ratchet" }
    package var database: String { state + "/ratchet.db" }
    /// Address and process id of the running server.
    package var server: String { state + "/server.json" }
    /// The token of scope `agent`, all that a sidecar finds.
    package var agentToken: String { state + "/agent.token" }
    /// Secrets, sealed.
    package var secrets: String { state + "/secrets.json" }

    /// The ref whose commit is live.
    package static let liveRef = "refs/ratchet/live"
    package static let mainRef = "refs/heads/main"

    package static func skillPath(_ name: String) -> String { "skills/\(name)/skill.json" }
    package static func loopPath(_ name: String) -> String { "cron/\(name).json" }

    /// The skill that a path of the repository is the document of.
    package static func skillName(atPath path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0] == "skills" && parts[2] == "skill.json" ? String(parts[1]) : nil
    }

    /// The loop that a path of the repository is the document of.
    package static func loopName(atPath path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0] == "cron" && parts[1].hasSuffix(".json") ? String(parts[1].dropLast(5)) : nil
    }
}
