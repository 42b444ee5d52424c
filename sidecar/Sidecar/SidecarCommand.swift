import CivilTime
import MCP
import Terminal
import Tools

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `ratchet-sidecar`: Ratchet's tools for one client on standard input and output. It holds nothing: what runs, runs in the server.
@main struct SidecarCommand {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        let skillTools = arguments == ["--skills-as-tools"]
        guard arguments.isEmpty || skillTools else { end(with: arguments == ["--version"] ? 0 : arguments == ["--help"] ? 0 : 2, arguments) }
        let environment = Machine.environment
        let folder = Machine.folder
        let backend = ServerBackend { () throws(BackendFailure) in try BackendPlace(environment: environment, folder: folder) }
        let content = RatchetContent(
            version: RatchetContent.version, zones: ZoneDirectory(path: environment["TZDIR"]), skillTools: skillTools, now: Machine.now,
            backend: { _ in backend })
        let watching = Task { await content.watch(backend) }
        do {
            try await StdioTransport(Server(content, seal: StateSeal(key: Machine.random(32)), now: Machine.now)).run()
        } catch {
            Machine.say("ratchet-sidecar: \(error)", to: STDERR_FILENO)
            exit(1)
        }
        watching.cancel()
        await finish(content)
        exit(0)
    }

    /// A server that hangs keeps nobody waiting.
    private static func finish(_ content: RatchetContent) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await content.finish() }
            group.addTask { try? await Task.sleep(for: .seconds(2)) }
            await group.next()
            group.cancelAll()
        }
    }

    private static func end(with code: Int32, _ arguments: ArraySlice<String>) -> Never {
        switch arguments {
        case ["--version"]: Machine.say(RatchetContent.version, to: STDOUT_FILENO)
        case ["--help"]: Machine.say(help, to: STDOUT_FILENO)
        default: Machine.say("ratchet-sidecar takes no \"\(arguments.joined(separator: " "))\".\n\n\(help)", to: STDERR_FILENO)
        }
        exit(code)
    }

    private static let help = """
        ratchet-sidecar [--skills-as-tools]

        It speaks the Model Context Protocol on standard input and output; a client starts it.

        It finds the server by RATCHET_URL and RATCHET_TOKEN, else by the workspace: RATCHET_WORKSPACE, or the nearest folder at or above the
        one it is started in that has a ratchet.json. `ratchet mcp config CLIENT` prints a client's set-up; `ratchet mcp inspect` calls a tool.
        """
}
