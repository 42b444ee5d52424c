import ArgumentParser
import CivilTime
import JSON
import MCP
import Terminal
import Tools

struct MCPInspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "List the tools for agents, call one, or read a resource, as an agent would.",
        discussion: "Uses the agent's token, so what an agent may not do is refused here too. Ends with 1 when the tool says that it failed.")

    @Argument(help: "A tool's name or a resource's URI; without it, all tools are listed.")
    var name: String?

    @Option(help: "The tool's arguments as JSON, or @FILE, or @- for standard input.")
    var arguments: InputArgument?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let page = Page(isJSON: options.json)
        let workspace = try options.place.layout()
        let backend = ServerBackend { () throws(BackendFailure) in try BackendPlace(workspace: workspace) }
        let content = RatchetContent(
            version: Ratchet.version, zones: ZoneDirectory(path: Environment.all["TZDIR"]), now: { SystemTime().now() }, backend: { _ in backend })
        let client = Client(revision: .july2026, information: ["name": "ratchet mcp inspect", "version": .string(Ratchet.version)])
        let context = CallContext(client: client)
        guard let name else { return try list(await content.tools(context), page) }
        if name.contains("://") { return try await read(name, content, context, page) }
        try await call(name, content, context, page)
    }

    private func list(_ tools: [Tool], _ page: Page) throws {
        let items = tools.map { tool -> JSON in
            ["name": .string(tool.name), "description": .string(tool.description), "input": tool.inputSchema, "output": tool.outputSchema ?? .null]
        }
        try page.show(["items": .array(items), "next": .null]) { _, _ in tools.map { "\($0.name)\n  \($0.description)\n" }.joined() }
    }

    private func read(_ uri: String, _ content: RatchetContent, _ context: CallContext, _ page: Page) async throws {
        guard case .complete(let parts) = try await content.read(uri, context), case .text(let text)? = parts.first?.body else { return }
        try page.show(["uri": .string(uri), "text": .string(text)]) { _, _ in text.hasSuffix("\n") ? text : text + "\n" }
    }

    private func call(_ name: String, _ content: RatchetContent, _ context: CallContext, _ page: Page) async throws {
        let tools = try await content.tools(context)
        guard let tool = tools.first(where: { $0.name == name }) else {
            let near = JSON.nearest(to: name, among: tools.map(\.name)).map { "; did you mean \($0)?" }
            throw UsageFailure("there is no tool \(name)\(near ?? "; `ratchet mcp inspect` lists them")")
        }
        guard let given = try (arguments?.document() ?? [:]).object else { throw UsageFailure("the arguments must be a JSON object") }
        if let complaint = tool.complaint(about: given) { throw UsageFailure(complaint.text) }
        guard case .complete(let result) = try await content.call(name, given, context) else { return }
        await content.finish()
        try page.show(result.structured ?? .null) { _, _ in result.text + "\n" }
        if result.isError { throw ExitCode.failure }
    }
}

extension ToolResult {
    /// What a model reads.
    fileprivate var text: String {
        content.compactMap { block in
            if case .text(let text) = block { text } else { nil }
        }.joined(separator: "\n")
    }
}
