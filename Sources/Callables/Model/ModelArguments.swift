import JSON
import SkillLanguage

/// The arguments of an `llm` call.
struct ModelArguments {
    let model: String
    /// What to send: never two messages of one role in a row, the system's first.
    let messages: [ChatMessage]
    let output: OutputShape?
    let maxTokens: Int
    let temperature: Double?
    let effort: String?
    /// Further calls that may be made when an answer does not fit `output`.
    let repairs: Int

    static let standardMaxTokens = 4096
    private static let known: Set<String> = [
        "model", "system", "prompt", "messages", "output", "max_tokens", "temperature", "effort", "repair",
    ]
    private static let efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"]

    init(_ json: JSON) throws(Failure) {
        let arguments = try Arguments(json, of: "llm", known: Self.known)
        guard let model = try arguments.text("model") else { throw arguments.wrong("\"model\" is missing") }
        self.model = model
        messages = try Self.messages(arguments)
        if let schema = arguments["output"] { output = try OutputShape(schema, arguments) } else { output = nil }
        maxTokens = try arguments.integer("max_tokens", in: 1...10_000_000) ?? Self.standardMaxTokens
        temperature = try arguments.number("temperature", in: 0...2)
        effort = try arguments.text("effort")
        if let effort, !Self.efforts.contains(effort) {
            throw arguments.wrong("\"effort\" must be one of \(Self.efforts.joined(separator: ", "))")
        }
        repairs = try arguments.integer("repair", in: 0...3) ?? 1
    }

    private static func messages(_ arguments: Arguments) throws(Failure) -> [ChatMessage] {
        var messages: [ChatMessage] = []
        if let system = arguments["system"] { messages.add(ChatMessage(.system, system.spliced)) }
        if let listed = arguments["messages"] {
            guard let items = listed.array else { throw arguments.wrong("\"messages\" must be a list") }
            for item in items {
                guard let role = item["role"]?.string.flatMap(ChatMessage.Role.init(rawValue:)), let content = item["content"] else {
                    throw arguments.wrong("a message is {\"role\": \"system\", \"user\" or \"assistant\", \"content\": text}")
                }
                messages.add(ChatMessage(role, content.spliced))
            }
        }
        if let prompt = arguments["prompt"] { messages.add(ChatMessage(.user, prompt.spliced)) }
        guard messages.contains(where: { $0.role == .user }) else { throw arguments.wrong("\"prompt\" is missing") }
        return messages
    }
}

/// One message of a conversation.
struct ChatMessage: Equatable, Sendable {
    enum Role: String, Sendable { case system, user, assistant }

    let role: Role
    var text: String

    init(_ role: Role, _ text: String) {
        self.role = role
        self.text = text
    }

    var json: JSON { ["role": .string(role.rawValue), "content": .string(text)] }
}

extension [ChatMessage] {
    /// Appends, as part of the last message when that has the same role: some servers refuse two in a row.
    mutating func add(_ message: ChatMessage) {
        if let last = indices.last, self[last].role == message.role {
            self[last].text += "\n\n" + message.text
        } else {
            append(message)
        }
    }
}
