package import HTTPClient
import JSON
package import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the running server of a workspace is, as it wrote it down itself.
package struct ServerAddress: Sendable, Hashable {
    package let url: URL
    package let processID: Int32

    /// - Throws: `noServer` when the file is missing, or was left behind by a process that is gone.
    package init(of workspace: WorkspaceLayout) throws(APIFailure) {
        let bytes: [UInt8]?
        do {
            bytes = try Files.read(workspace.server)
        } catch {
            throw .unusable("\(error)")
        }
        guard let bytes else { throw .noServer(folder: workspace.root) }
        try self.init(file: bytes, path: workspace.server)
        if kill(processID, 0) != 0, errno == ESRCH { throw .noServer(folder: workspace.root) }
    }

    /// The contents of `.ratchet/server.json`.
    init(file bytes: [UInt8], path: String) throws(APIFailure) {
        guard let json = try? JSON(parsing: bytes), let text = json["url"]?.string, let url = try? URL(text),
            let process = json["process_id"]?.int.flatMap({ Int32(exactly: $0) }), process > 0
        else { throw .unusable("\(path) is not what a server writes; stop the server, remove the file, and start it again") }
        self.url = Self.reachable(url)
        processID = process
    }

    /// A server that listens on every address is asked on this machine's own.
    private static func reachable(_ url: URL) -> URL {
        switch url.host {
        case "0.0.0.0": (try? URL("\(url.scheme.rawValue)://127.0.0.1:\(url.port)")) ?? url
        case "::": (try? URL("\(url.scheme.rawValue)://[::1]:\(url.port)")) ?? url
        default: url
        }
    }
}
