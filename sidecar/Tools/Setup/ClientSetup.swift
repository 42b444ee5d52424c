import JSON

/// How a client is told of the sidecar: the form of its configuration, and where that lies.
package enum ClientSetup: String, Sendable, CaseIterable {
    case claudeCode = "claude-code"
    case claudeDesktop = "claude-desktop"
    case codex, cursor
    case vscode = "vs-code"
    case goose, json

    /// What a client starts: the sidecar, told its workspace, since clients start it in any folder.
    package struct Command: Sendable, Hashable {
        package let sidecar: String
        package let workspace: String

        package init(sidecar: String, workspace: String) {
            self.sidecar = sidecar
            self.workspace = workspace
        }
    }

    /// The file that holds it; nil for a form that belongs to no client.
    ///
    /// - Parameters:
    ///   - isMac: whether the machine keeps settings of applications where macOS does.
    ///   - workspace: for clients that look into the project's folder.
    package func file(home: String, workspace: String, isMac: Bool) -> String? {
        switch self {
        case .claudeCode: workspace + "/.mcp.json"
        case .claudeDesktop: home + (isMac ? "/Library/Application Support/Claude" : "/.config/Claude") + "/claude_desktop_config.json"
        case .codex: home + "/.codex/config.toml"
        case .cursor: home + "/.cursor/mcp.json"
        case .vscode: workspace + "/.vscode/mcp.json"
        case .goose: home + "/.config/goose/config.yaml"
        case .json: nil
        }
    }

    /// The configuration with nothing else in it.
    package func text(_ command: Command) -> String {
        switch self {
        case .codex: Self.toml(command)
        case .goose: Self.yaml(command)
        default: merged(into: [:], command).text(.pretty) + "\n"
        }
    }

    /// The whole file with the sidecar in it, everything else as it was. Nil when it cannot be put there safely: then a person has to.
    package func merged(into file: String, _ command: Command) -> String? {
        switch self {
        case .goose: return nil
        case .codex:
            guard !file.contains("[mcp_servers.ratchet]") else { return nil }
            return (file.isEmpty || file.hasSuffix("\n") ? file : file + "\n") + (file.isEmpty ? "" : "\n") + Self.toml(command)
        default:
            guard file.contains(where: { !$0.isWhitespace }) else { return text(command) }
            guard let json = try? JSON(parsing: file, numbers: .roundLargeIntegers), let object = json.object else { return nil }
            guard object[section]?.object != nil || object[section] == nil else { return nil }
            return merged(into: object, command).text(.pretty) + "\n"
        }
    }

    private var section: String { self == .vscode ? "servers" : "mcpServers" }

    private func merged(into object: JSON.Object, _ command: Command) -> JSON {
        var entry: JSON.Object = self == .vscode ? ["type": "stdio"] : [:]
        entry["command"] = .string(command.sidecar)
        entry["args"] = []
        entry["env"] = ["RATCHET_WORKSPACE": .string(command.workspace)]
        var servers = object[section]?.object ?? [:]
        servers["ratchet"] = .object(entry)
        var object = object
        object[section] = .object(servers)
        return .object(object)
    }

    /// Strings of TOML and of YAML in double quotes take JSON's escapes.
    private static func quoted(_ text: String) -> String { JSON.string(text).text(.compact) }

    private static func toml(_ command: Command) -> String {
        """
        [mcp_servers.ratchet]
        command = \(quoted(command.sidecar))
        args = []
        env = { RATCHET_WORKSPACE = \(quoted(command.workspace)) }

        """
    }

    private static func yaml(_ command: Command) -> String {
        """
        extensions:
          ratchet:
            type: stdio
            name: ratchet
            enabled: true
            cmd: \(quoted(command.sidecar))
            args: []
            envs:
              RATCHET_WORKSPACE: \(quoted(command.workspace))
            timeout: 300

        """
    }
}
