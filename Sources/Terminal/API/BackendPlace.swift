package import HTTPClient
package import Tools
package import Workspace

/// Where a server is, and with which token it is asked.
package struct BackendPlace: Sendable, Hashable {
    package let url: URL
    let token: String
    /// The workspace's folder, or the address, for messages.
    let folder: String
}

extension BackendPlace {
    /// The way of an agent's tools: `RATCHET_URL` and `RATCHET_TOKEN`, else the workspace that `RATCHET_WORKSPACE` names or that is the nearest
    /// at or above the folder, with the address its server wrote down and the agent's token.
    ///
    /// Throws `unavailable` with what to do.
    package init(environment: [String: String], folder: String) throws(BackendFailure) {
        if let address = environment["RATCHET_URL"], !address.isEmpty {
            guard let url = try? URL(address) else {
                throw .unavailable("RATCHET_URL is \(address.debugDescription), which is no address; write it as in http://127.0.0.1:7420")
            }
            guard let token = environment["RATCHET_TOKEN"], !token.isEmpty else {
                throw .unavailable("RATCHET_URL is set and RATCHET_TOKEN is not; set both, or neither to use the workspace's own")
            }
            self.init(url: url, token: token, folder: address)
            return
        }
        let named = environment["RATCHET_WORKSPACE"].flatMap { $0.isEmpty ? nil : $0 }
        guard let workspace = WorkspaceLayout.find(named: named, from: folder) else { throw .unavailable(Self.noWorkspace(named, folder)) }
        try self.init(workspace: workspace)
    }

    /// With the token for agents.
    package init(workspace: WorkspaceLayout) throws(BackendFailure) {
        let address: ServerAddress
        do throws(APIFailure) { address = try ServerAddress(of: workspace) } catch { throw BackendFailure(error) }
        let token: Token?
        do throws(FileError) { token = try TokenFiles.existing(workspace.agentToken) } catch { throw .unavailable("\(error)") }
        guard let token else { throw .unavailable("there is no token in \(workspace.agentToken); `ratchet serve` makes it") }
        self.init(url: address.url, token: token.text, folder: workspace.root)
    }

    private static func noWorkspace(_ named: String?, _ folder: String) -> String {
        if let named { return "RATCHET_WORKSPACE is \(named), which is no workspace: it has no ratchet.json; `ratchet init \(named)` makes one" }
        return "there is no workspace in \(folder) or above it: no ratchet.json. Start the sidecar in one, or set RATCHET_WORKSPACE to its folder, "
            + "or RATCHET_URL and RATCHET_TOKEN; `ratchet init DIR` makes a workspace"
    }
}
