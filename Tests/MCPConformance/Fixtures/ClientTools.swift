import JSON
import MCP

/// Tools that ask the client for one thing and tell what it said, as the older revisions' scenarios want it.
enum ClientTools {
    static let list: [Tool] = [
        Tool(name: "test_sampling", description: "Has the client's model answer a prompt.", inputSchema: InputTools.fields("prompt")),
        Tool(name: "test_elicitation", description: "Asks the person something.", inputSchema: InputTools.fields("message")),
        Tool(name: "test_elicitation_sep1034_defaults", description: "Asks with defaults."),
        Tool(name: "test_elicitation_sep1330_enums", description: "Asks with choices of all kinds."),
        Tool(name: "test_streaming_elicitation", description: "Asks in the middle of a stream."),
        Tool(name: "test_missing_capability", description: "Needs a client that can sample."),
    ]

    /// Nil when the tool is none of these.
    static func call(_ tool: String, _ arguments: JSON.Object, _ context: CallContext) throws -> Outcome<ToolResult>? {
        switch tool {
        case "test_sampling":
            return ask(InputTools.sampling(arguments.text("prompt"), 100), context) { "LLM response: \($0["content"]?["text"]?.string ?? "")" }
        case "test_elicitation":
            return ask(.form(arguments.text("message"), InputTools.fields("username", "email")), context) { "User response: \(said($0))" }
        case "test_streaming_elicitation":
            context.report(1, of: 2)
            return ask(InputTools.name, context) { "User response: \(said($0))" }
        case "test_elicitation_sep1034_defaults":
            return ask(.form("Please review the defaults", defaults), context) { "Elicitation completed: \(said($0))" }
        case "test_elicitation_sep1330_enums":
            return ask(.form("Please select options", choices), context) { "Elicitation completed: \(said($0))" }
        case "test_missing_capability":
            if let missing = context.client.lacking(for: [InputTools.sampling("", 1)]) { throw MCPError.missingCapability(missing) }
            return .complete(ToolResult("The client can sample."))
        default: return nil
        }
    }

    private static func ask(_ request: InputRequest, _ context: CallContext, _ tell: (JSON) -> String) -> Outcome<ToolResult> {
        guard let answer = context.responses["answer"] else { return .inputRequired(["answer": request]) }
        return .complete(ToolResult(tell(answer)))
    }

    private static func said(_ answer: JSON) -> String {
        "action=\(answer["action"]?.string ?? ""), content=\((answer["content"] ?? [:]).text(.compact))"
    }

    private static let defaults: JSON = [
        "type": "object",
        "properties": [
            "name": ["type": "string", "description": "User name", "default": "John Doe"],
            "age": ["type": "integer", "description": "User age", "default": 30],
            "score": ["type": "number", "description": "User score", "default": 95.5],
            "status": ["type": "string", "description": "User status", "enum": ["active", "inactive", "pending"], "default": "active"],
            "verified": ["type": "boolean", "description": "Verification status", "default": true],
        ],
        "required": [],
    ]

    private static let choices: JSON = [
        "type": "object",
        "properties": [
            "untitledSingle": ["type": "string", "enum": ["option1", "option2", "option3"]],
            "titledSingle": ["type": "string", "oneOf": titled("First Option", "Second Option", "Third Option")],
            "legacyEnum": ["type": "string", "enum": ["opt1", "opt2", "opt3"], "enumNames": ["Option One", "Option Two", "Option Three"]],
            "untitledMulti": [
                "type": "array", "minItems": 1, "maxItems": 3, "items": ["type": "string", "enum": ["option1", "option2", "option3"]],
            ],
            "titledMulti": [
                "type": "array", "minItems": 1, "maxItems": 3, "items": ["anyOf": titled("First Choice", "Second Choice", "Third Choice")],
            ],
        ],
        "required": [],
    ]

    private static func titled(_ titles: String...) -> JSON {
        .array(titles.enumerated().map { ["const": .string("value\($0.offset + 1)"), "title": .string($0.element)] })
    }
}
