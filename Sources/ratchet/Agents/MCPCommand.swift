import ArgumentParser

struct MCPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp", abstract: "The tools for agents: set up a client, or try one.", subcommands: [MCPConfig.self, MCPInspect.self])
}
