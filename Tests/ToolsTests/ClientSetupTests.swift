import JSON
import Testing

@testable import Tools

/// Configurations of clients.
@Suite struct ClientSetupTests {
    private let command = ClientSetup.Command(sidecar: "/usr/local/bin/ratchet-sidecar", workspace: #"/home/k/w "x""#)

    @Test(arguments: ClientSetup.allCases)
    func `every client's text names the sidecar and the workspace`(client: ClientSetup) {
        let text = client.text(command)
        #expect(text.contains("/usr/local/bin/ratchet-sidecar") && text.contains(#"/home/k/w \"x\""#))
        #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    }

    @Test(arguments: [ClientSetup.claudeCode, .claudeDesktop, .cursor, .vscode, .json])
    func `other settings stay, and doing it twice changes nothing`(client: ClientSetup) throws {
        let section = client == .vscode ? "servers" : "mcpServers"
        let old = #"{"theme": "dark", "\#(section)": {"other": {"command": "x"}, "ratchet": {"command": "old"}}}"#
        let merged = try #require(client.merged(into: old, command))
        let json = try JSON(parsing: merged)
        #expect(json["theme"] == "dark" && json[section]?["other"]?["command"] == "x")
        #expect(json[section]?["ratchet"]?["command"] == "/usr/local/bin/ratchet-sidecar")
        #expect(client.merged(into: merged, command) == merged)
        #expect(client.merged(into: "", command) == client.text(command))
    }

    @Test(arguments: ["// a comment\n{}", "[]", #"{"mcpServers": []}"#])
    func `a file of an unknown form is left to a person`(file: String) { #expect(ClientSetup.cursor.merged(into: file, command) == nil) }

    @Test func `a table is added to TOML once, and YAML is left to a person`() {
        let once = ClientSetup.codex.merged(into: "model = \"x\"", command)
        #expect(once?.hasPrefix("model = \"x\"\n\n[mcp_servers.ratchet]\n") == true)
        #expect(once.flatMap { ClientSetup.codex.merged(into: $0, command) } == once)
        for file in ["[mcp_servers.ratchet]\ncommand = \"mine\"\n", "mcp_servers = { ratchet = {} }\n", "[mcp_servers.ratchet.env]\nA = \"b\"\n"] {
            #expect(ClientSetup.codex.merged(into: file, command) == nil, "\(file)")
        }
    }

    @Test func `an entry is put among the extensions of YAML, and in the place of the one before`() throws {
        let file = """
            GOOSE_MODE: auto # mine
            extensions:
                developer:
                    type: builtin

                ratchet:
                    cmd: old
                    args:
                        - a
                # last
                other:
                    type: stdio
            GOOSE_MODEL: x
            """
        let merged = try #require(ClientSetup.goose.merged(into: file, command))
        #expect(merged.contains("    ratchet:\n      type: stdio\n      name: ratchet\n") && !merged.contains("cmd: old") && !merged.contains("- a"))
        for line in ["GOOSE_MODE: auto # mine", "    developer:", "        type: builtin", "    other:", "GOOSE_MODEL: x"] {
            #expect(merged.contains(line + "\n"), "\(line): \(merged)")
        }
        #expect(ClientSetup.goose.merged(into: merged, command) == merged)
        let added = try #require(ClientSetup.goose.merged(into: "extensions:\n  a:\n    type: stdio\nB: c\n", command))
        #expect(added.hasPrefix("extensions:\n  a:\n    type: stdio\n  ratchet:\n    type: stdio\n") && added.hasSuffix("timeout: 300\nB: c\n"))
        #expect(ClientSetup.goose.merged(into: "", command) == ClientSetup.goose.text(command))
        #expect(ClientSetup.goose.merged(into: "A: b", command)?.hasPrefix("A: b\nextensions:\n  ratchet:\n") == true)
    }

    @Test(arguments: [
        "extensions: {}", "extensions: {a: {type: stdio}}", "extensions:\n  ratchet: {cmd: x}\n", "extensions:\n  a:\n\tb: 1\n",
        "extensions:\nextensions:\n",
    ])
    func `YAML of another form is left to a person`(file: String) { #expect(ClientSetup.goose.merged(into: file, command) == nil) }

    @Test func `the sidecar's arguments are part of it`() {
        let command = ClientSetup.Command(sidecar: "s", workspace: "/w", arguments: ["--skills-as-tools"])
        for client in ClientSetup.allCases { #expect(client.text(command).contains(#""--skills-as-tools""#)) }
    }

    @Test func `files lie where clients look`() {
        func file(_ client: ClientSetup, isMac: Bool = false) -> String? { client.file(home: "/h", workspace: "/w", isMac: isMac) }
        #expect(file(.claudeCode) == "/w/.mcp.json" && file(.vscode) == "/w/.vscode/mcp.json" && file(.codex) == "/h/.codex/config.toml")
        #expect(file(.claudeDesktop) == "/h/.config/Claude/claude_desktop_config.json")
        #expect(file(.claudeDesktop, isMac: true) == "/h/Library/Application Support/Claude/claude_desktop_config.json")
        #expect(file(.cursor) == "/h/.cursor/mcp.json" && file(.goose) == "/h/.config/goose/config.yaml" && file(.json) == nil)
    }
}
