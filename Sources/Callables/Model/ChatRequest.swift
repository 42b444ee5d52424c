import JSON
import Workspace

/// The body of a `POST /chat/completions`.
struct ChatRequest {
    let model: Settings.Model
    let messages: [ChatMessage]
    let output: OutputShape?
    let maxTokens: Int
    let temperature: Double?
    let effort: String?

    /// The function a model is made to call where that is how its server gives structured output.
    static let toolName = "answer"

    init(_ arguments: ModelArguments, _ messages: [ChatMessage], to model: Settings.Model, maxTokens: Int) {
        self.model = model
        output = arguments.output
        self.messages = output.map { Self.messages(messages, asking: $0, model.output) } ?? messages
        self.maxTokens = maxTokens
        temperature = arguments.temperature
        effort = model.sendsEffort ? arguments.effort : nil
    }

    /// A server without structured output is asked in words.
    private static func messages(_ messages: [ChatMessage], asking output: OutputShape, _ kind: Settings.Model.StructuredOutput) -> [ChatMessage] {
        guard kind == .text else { return messages }
        let rule = "Answer with one JSON object that fits this JSON Schema, and with nothing else:\n" + output.source.text(.compact)
        var result: [ChatMessage] = []
        if let first = messages.first, first.role == .system {
            result = messages
            result[0].text += "\n\n" + rule
        } else {
            result = [ChatMessage(.system, rule)] + messages
        }
        return result
    }

    var body: JSON {
        var body: JSON.Object = [
            "model": .string(model.model), "messages": .array(messages.map(\.json)), model.maxTokensField: .int(Int64(maxTokens)),
        ]
        if let temperature { body["temperature"] = .double(temperature) }
        if let effort { body["reasoning_effort"] = .string(effort) }
        if let output { add(output, to: &body) }
        return .object(body)
    }

    private func add(_ output: OutputShape, to body: inout JSON.Object) {
        let strict = JSON.bool(output.strict != nil)
        switch model.output {
        case .jsonSchema:
            body["response_format"] = ["type": "json_schema", "json_schema": ["name": "output", "schema": output.sent, "strict": strict]]
        case .tool:
            let function: JSON = [
                "name": .string(Self.toolName), "description": "Gives the answer.", "parameters": output.sent, "strict": strict,
            ]
            body["tools"] = [["type": "function", "function": function]]
            body["tool_choice"] = ["type": "function", "function": ["name": .string(Self.toolName)]]
        case .text: break
        }
    }
}
