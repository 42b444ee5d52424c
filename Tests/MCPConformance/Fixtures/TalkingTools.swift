import JSON
import MCP

/// Tools that say something before they end.
enum TalkingTools {
    static let list: [Tool] = [
        Tool(name: "test_tool_with_logging", description: "Tells what it does."),
        Tool(name: "test_logging_tool", description: "Tells what it does, to those who want to hear it."),
        Tool(name: "test_tool_with_progress", description: "Reports its progress."),
        Tool(name: "test_hang", description: "Ends only when it is cancelled."),
        Tool(name: "test_reconnection", description: "Takes long enough to lose the connection."),
    ]

    private static let pause = Duration.milliseconds(50)

    /// Nil when the tool is none of these.
    static func call(_ tool: String, _ context: CallContext, _ clock: any Clock<Duration>) async throws -> ToolResult? {
        switch tool {
        case "test_tool_with_logging", "test_logging_tool":
            context.tell(.info, "Tool execution started")
            try await clock.sleep(for: pause)
            context.tell(.info, "Tool processing data")
            try await clock.sleep(for: pause)
            context.tell(.info, "Tool execution completed")
            return ToolResult("Tool with logging executed successfully")
        case "test_tool_with_progress":
            for step in [0.0, 50, 100] {
                context.report(step, of: 100, "Completed step \(Int(step)) of 100")
                if step < 100 { try await clock.sleep(for: pause) }
            }
            return ToolResult("Tool with progress executed successfully")
        case "test_hang":
            context.report(1, of: 2, "hanging")
            try await clock.sleep(for: .seconds(3600))
            return ToolResult("An hour has passed.")
        case "test_reconnection":
            try await clock.sleep(for: pause * 2)
            return ToolResult("Reconnection test completed successfully.")
        default: return nil
        }
    }
}
