import JSON

/// A chat completion as read from the body of a response, with the liberties that compatible servers take.
struct ChatAnswer: Equatable {
    enum Finish: Equatable { case stop, length, refusal }

    /// The arguments of the function the model called, else its text.
    let text: String
    let finish: Finish
    /// What the model said when it refused in so many words.
    let refusal: String?
    /// Nil when the server tells no numbers.
    let tokens: TokenCount?
    /// The model as the server names it.
    let model: String?

    /// Nil when the body has no choice.
    init?(_ body: JSON) {
        guard let choice = body["choices"]?[0], let message = choice["message"], message.object != nil else { return nil }
        text = Self.toolArguments(message) ?? Self.content(message["content"])
        refusal = message["refusal"]?.string
        switch choice["finish_reason"]?.string {
        case "length", "max_tokens": finish = .length
        case "content_filter", "refusal": finish = .refusal
        default: finish = refusal == nil ? .stop : .refusal
        }
        tokens = body["usage"].flatMap(TokenCount.init)
        model = body["model"]?.string
    }

    /// Arguments are JSON text; some servers give the object itself.
    private static func toolArguments(_ message: JSON) -> String? {
        message["tool_calls"]?[0]?["function"]?["arguments"]?.spliced
    }

    /// A text, or a list of parts of which some are text.
    private static func content(_ content: JSON?) -> String {
        if let text = content?.string { return text }
        return (content?.array ?? []).compactMap { $0["text"]?.string }.joined()
    }
}
