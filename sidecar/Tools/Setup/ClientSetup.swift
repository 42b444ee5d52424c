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
        /// What it is started with.
        package let arguments: [String]

        package init(sidecar: String, workspace: String, arguments: [String] = []) {
            self.sidecar = sidecar
            self.workspace = workspace
            self.arguments = arguments
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
        case .goose: GooseFile("").with(Self.yaml(command), named: "ratchet") ?? ""
        default: merged(into: [:], command).text(.pretty) + "\n"
        }
    }

    /// The whole file with the sidecar in it, everything else as it was. Nil when it cannot be put there safely: then a person has to.
    package func merged(into file: String, _ command: Command) -> String? {
        switch self {
        case .goose: return GooseFile(file).with(Self.yaml(command), named: "ratchet")
        case .codex:
            if file.contains(Self.toml(command)) { return file }
            guard !file.contains("mcp_servers.ratchet"), !file.contains("mcp_servers =") else { return nil }
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
        // Where its documentation asks for a type; the others do without.
        var entry: JSON.Object = [.vscode, .cursor].contains(self) ? ["type": "stdio"] : [:]
        entry["command"] = .string(command.sidecar)
        entry["args"] = .array(command.arguments.map(JSON.string))
        entry["env"] = ["RATCHET_WORKSPACE": .string(command.workspace)]
        var servers = object[section]?.object ?? [:]
        servers["ratchet"] = .object(entry)
        var object = object
        object[section] = .object(servers)
        return .object(object)
    }

    /// Strings of TOML and of YAML in double quotes take JSON's escapes.
    private static func quoted(_ text: String) -> String { JSON.string(text).text(.compact) }

    private static func list(_ texts: [String]) -> String { JSON.array(texts.map(JSON.string)).text(.compact) }

    private static func toml(_ command: Command) -> String {
        """
        [mcp_servers.ratchet]
        command = \(quoted(command.sidecar))
        args = \(list(command.arguments))
        env = { RATCHET_WORKSPACE = \(quoted(command.workspace)) }

        """
    }

    /// As Goose writes it.
    private static func yaml(_ command: Command) -> [String] {
        [
            "ratchet:", "  type: stdio", "  name: ratchet", "  enabled: true", "  cmd: \(quoted(command.sidecar))",
            "  args: \(list(command.arguments))", "  env_keys: []", "  envs:", "    RATCHET_WORKSPACE: \(quoted(command.workspace))",
            "  timeout: 300",
        ]
    }
}
