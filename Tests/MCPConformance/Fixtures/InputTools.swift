import JSON
import MCP

/// Tools that need something from the client, in all the ways the suite asks for.
enum InputTools {
    static let list: [Tool] = [
        "elicitation", "sampling", "list_roots", "request_state", "multiple_inputs", "multi_round", "capabilities", "tampered_state",
    ]
    .map { Tool(name: "test_input_required_result_" + $0, description: "Needs something from the client: \($0).") }

    static let name = InputRequest.form("What is your name?", fields("name"))
    private static let greeting = sampling("Generate a greeting", 50)
    private static let roots = InputRequest(method: "roots/list", params: [:])
    private static let confirmation = InputRequest.form(
        "Please confirm", ["type": "object", "properties": ["ok": ["type": "boolean"]], "required": ["ok"]])

    /// Nil when the tool is none of these.
    static func call(_ tool: String, _ context: CallContext) throws -> Outcome<ToolResult>? {
        switch tool.dropPrefix("test_input_required_result_") {
        case "elicitation": return one("user_name", name, context) { "Hello, \($0.text("name"))!" }
        case "sampling": return any("capital_question", sampling("What is the capital of France?", 100), context)
        case "list_roots": return any("client_roots", roots, context)
        case "request_state", "tampered_state":
            guard case .accepted? = context.form("confirm"), context.state == "asked" else {
                return .inputRequired(["confirm": confirmation], state: "asked")
            }
            return .complete(ToolResult("state-ok"))
        case "multiple_inputs":
            guard ["user_name", "greeting", "client_roots"].allSatisfy({ context.responses[$0] != nil }) else {
                return .inputRequired(["user_name": name, "greeting": greeting, "client_roots": roots], state: "asked")
            }
            return .complete(ToolResult("All three came."))
        case "multi_round": return rounds(context)
        case "capabilities": return .inputRequired(declared(context.client))
        default: return nil
        }
    }

    private static func rounds(_ context: CallContext) -> Outcome<ToolResult> {
        if case .accepted(let second)? = context.form("step2"), let name = context.state?["name"]?.string {
            return .complete(ToolResult("\(name) likes \(second.text("color"))."))
        }
        if case .accepted(let first)? = context.form("step1") {
            let question = InputRequest.form("Step 2: What is your favorite color?", fields("color"))
            return .inputRequired(["step2": question], state: ["name": .string(first.text("name"))])
        }
        return .inputRequired(["step1": .form("Step 1: What is your name?", fields("name"))], state: ["round": 1])
    }

    /// Only what the client has declared is asked for.
    private static func declared(_ client: Client) -> [String: InputRequest] {
        let possible = ["form": name, "sampled": greeting, "roots": roots]
        return possible.filter { client.lacking(for: [$0.value]) == nil }
    }

    private static func one(
        _ key: String, _ request: InputRequest, _ context: CallContext, _ answer: (JSON.Object) -> String
    ) -> Outcome<ToolResult> {
        switch context.form(key) {
        case .accepted(let fields)?: .complete(ToolResult(answer(fields)))
        case .declined?, .cancelled?: .complete(ToolResult("Not without an answer.", isError: true))
        case nil: .inputRequired([key: request])
        }
    }

    private static func any(_ key: String, _ request: InputRequest, _ context: CallContext) -> Outcome<ToolResult> {
        guard let response = context.responses[key] else { return .inputRequired([key: request]) }
        return .complete(ToolResult("The client said: \(response.text(.compact))"))
    }

    static func sampling(_ text: String, _ tokens: Int64) -> InputRequest {
        let message: JSON = ["role": "user", "content": ["type": "text", "text": .string(text)]]
        return InputRequest(method: "sampling/createMessage", params: ["messages": [message], "maxTokens": .int(tokens)])
    }

    static func fields(_ names: String...) -> JSON {
        let properties = JSON.Object(names.map { ($0, ["type": "string"]) })
        return ["type": "object", "properties": .object(properties), "required": .array(names.map(JSON.string))]
    }
}

extension JSON.Object {
    func text(_ key: String) -> String { self[key]?.string ?? "unknown" }
}

extension String {
    /// Without the prefix; empty when it does not begin with it.
    fileprivate func dropPrefix(_ prefix: String) -> String { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : "" }
}
