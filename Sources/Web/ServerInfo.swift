package import CivilTime

/// What a server says of itself.
package struct ServerInfo: Sendable, Hashable {
    package let version: String
    /// The absolute path of the workspace.
    package let workspace: String
    package let startedAt: Instant
    package let processID: Int32

    package init(version: String, workspace: String, startedAt: Instant, processID: Int32) {
        self.version = version
        self.workspace = workspace
        self.startedAt = startedAt
        self.processID = processID
    }
}
