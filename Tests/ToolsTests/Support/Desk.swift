import CivilTime
import JSON
import MCP
import Testing

@testable import Tools

/// Calls tools as a client's protocol layer would: arguments are checked before the call, and the result after it.
struct Desk {
    let content: RatchetContent
    let context = CallContext(client: Client(revision: .july2026, information: ["name": "test", "version": "1"]))

    init(_ backend: any Backend = NoBackend(), skillTools: Bool = false) {
        content = RatchetContent(version: "1.2.3", zones: ZoneDirectory(), skillTools: skillTools, now: { Instant(milliseconds: 0) }) { _ in backend }
    }

    func call(_ tool: String, _ arguments: JSON.Object = [:]) async throws -> ToolResult {
        let described = try #require(try await content.tool(tool, context))
        let input = try Schema(compiling: described.inputSchema, keywords: .lenient)
        #expect(input.firstViolation(in: .object(arguments)) == nil)
        guard case .complete(let result) = try await content.call(tool, arguments, context) else { throw Unfinished() }
        let output = try Schema(compiling: try #require(described.outputSchema), keywords: .lenient)
        if !result.isError { #expect(output.firstViolation(in: try #require(result.structured)) == nil) }
        return result
    }

    struct Unfinished: Error {}
}

extension ToolResult {
    /// What a model reads.
    var text: String { content.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n") }
    subscript(key: String) -> JSON? { structured?[key] }
}
