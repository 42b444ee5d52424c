import JSON
import MCP

/// Tools that answer at once.
enum SimpleTools {
    static let list: [Tool] = [
        Tool(name: "test_simple_text", description: "Returns a text."),
        Tool(name: "test_image_content", description: "Returns an image."),
        Tool(name: "test_audio_content", description: "Returns a sound."),
        Tool(name: "test_embedded_resource", description: "Returns an embedded resource."),
        Tool(name: "test_multiple_content_types", description: "Returns a text, an image and a resource."),
        Tool(name: "test_error_handling", description: "Always fails."),
        Tool(name: "test_structured", description: "Returns a sum as a value.", inputSchema: sumInput, outputSchema: sumOutput),
        Tool(name: "json_schema_2020_12_tool", description: "Has a schema with much of the vocabulary.", inputSchema: vocabulary),
        Tool(
            name: "test_routed", description: "Has an argument that is repeated in a header.",
            inputSchema: ["type": "object", "properties": ["region": ["type": "string", "x-mcp-header": "Region"]]]),
        Tool(name: "test_trigger_tool_change", description: "Tells that the list of tools has changed."),
        Tool(name: "test_trigger_prompt_change", description: "Tells that the list of prompts has changed."),
        Tool(name: "test_trigger_resource_change", description: "Tells that test://watched-resource has changed."),
        Tool(
            name: "greet", description: "Greets somebody.",
            inputSchema: ["type": "object", "properties": ["name": ["type": "string"]], "required": ["name"]]),
    ]

    /// Nil when the tool is none of these.
    static func call(_ tool: String, _ arguments: JSON.Object, _ changes: ChangeFeed) -> ToolResult? {
        switch tool {
        case "test_simple_text": return ToolResult("This is a simple text response for testing.")
        case "test_image_content": return ToolResult([.image(Samples.image, mediaType: "image/png")])
        case "test_audio_content": return ToolResult([.audio(Samples.sound, mediaType: "audio/wav")])
        case "test_embedded_resource":
            let text = "This is an embedded resource content."
            return ToolResult([.resource(ResourceContents(uri: "test://embedded-resource", mediaType: "text/plain", .text(text)))])
        case "test_multiple_content_types":
            let contents = ResourceContents(
                uri: "test://mixed-content-resource", mediaType: "application/json", .text(#"{"test":"data","value":123}"#))
            return ToolResult([.text("Multiple content types test:"), .image(Samples.image, mediaType: "image/png"), .resource(contents)])
        case "test_error_handling": return ToolResult("This tool intentionally returns an error for testing", isError: true)
        case "test_structured": return ToolResult(structured: ["sum": .int((arguments["a"]?.int ?? 0) &+ (arguments["b"]?.int ?? 0))])
        case "json_schema_2020_12_tool": return ToolResult("called with \(JSON.object(arguments).text(.compact))")
        case "test_routed": return ToolResult("Routed to \(arguments["region"]?.string ?? "nowhere").")
        case "test_trigger_tool_change": return told(.tools, changes)
        case "test_trigger_prompt_change": return told(.prompts, changes)
        case "test_trigger_resource_change": return told(.resource(uri: "test://watched-resource"), changes)
        case "greet": return ToolResult("Hello, \(arguments["name"]?.string ?? "")!")
        default: return nil
        }
    }

    private static func told(_ change: Change, _ changes: ChangeFeed) -> ToolResult {
        changes.post(change)
        return ToolResult("Told.")
    }

    private static let sumInput: JSON = [
        "type": "object", "properties": ["a": ["type": "integer"], "b": ["type": "integer"]], "required": ["a", "b"], "additionalProperties": false,
    ]
    private static let sumOutput: JSON = ["type": "object", "properties": ["sum": ["type": "integer"]], "required": ["sum"]]

    private static let vocabulary: JSON = [
        "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
        "$defs": [
            "address": [
                "$anchor": "addressDef", "type": "object", "properties": ["street": ["type": "string"], "city": ["type": "string"]],
            ]
        ],
        "properties": [
            "name": ["type": "string"], "address": ["$ref": "#/$defs/address"],
            "contactMethod": ["type": "string", "enum": ["phone", "email"]], "phone": ["type": "string"], "email": ["type": "string"],
        ],
        "allOf": [["anyOf": [["required": ["phone"]], ["required": ["email"]]]]],
        "if": ["properties": ["contactMethod": ["const": "phone"]], "required": ["contactMethod"]],
        "then": ["required": ["phone"]], "else": ["required": ["email"]], "additionalProperties": false,
    ]
}

/// The smallest picture and sound there are: one pixel, one sample.
enum Samples {
    static let image =
        Base64.decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==") ?? []
    static let sound = Base64.decode("UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAAAAA==") ?? []
}
