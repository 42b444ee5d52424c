/// One message between a model and the loop.
package enum AgentMessage: Sendable, Hashable {
    case user(String)
    case assistant(text: String, calls: [AgentToolCall])
    /// What became of the calls of the message before, one for each, in their order.
    case results([AgentToolResult])
}

package struct AgentToolResult: Sendable, Hashable {
    /// As the model marked the call.
    package let id: String
    package let tool: String
    package var content: String
    package let isError: Bool
}

/// What was said so far. Between two compactions it only grows at its end, so that servers can reuse what they have read.
package struct AgentConversation: Sendable {
    private let prompt: String
    /// Stands for what a compaction took away.
    private(set) var summary: String?
    private var later: [AgentMessage] = []

    init(prompt: String) { self.prompt = prompt }

    /// As a model is sent it: the user first, never two of one role in a row.
    package var messages: [AgentMessage] {
        let first = [prompt, summary].compactMap { $0 }.joined(separator: "\n\n")
        return later.reduce(into: [.user(first)]) { Self.append($1, to: &$0) }
    }

    mutating func add(_ message: AgentMessage) { Self.append(message, to: &later) }

    private static func append(_ message: AgentMessage, to messages: inout [AgentMessage]) {
        switch (messages.last, message) {
        case (.user(let before)?, .user(let text)): messages[messages.count - 1] = .user(before + "\n\n" + text)
        case (.assistant(let before, let calls)?, .assistant(let text, let more)):
            messages[messages.count - 1] = .assistant(text: before + "\n\n" + text, calls: calls + more)
        default: messages.append(message)
        }
    }

    package func result(of call: String) -> AgentToolResult? {
        for case .results(let results) in later.reversed() {
            if let result = results.last(where: { $0.id == call }) { return result }
        }
        return nil
    }

    // MARK: compaction

    /// Four characters a token.
    var estimatedTokens: Int { messages.reduce(0) { $0 + ($1.length + 3) / 4 } }

    /// How many of the later messages a compaction takes away: a call is never parted from its result.
    private func older(keeping count: Int) -> Int {
        var start = max(0, later.count - count)
        while start > 0, case .results = later[start] { start -= 1 }
        return start
    }

    /// Cuts older results to their beginning and end.
    mutating func trim(keeping count: Int, resultCharacters: Int) {
        for i in 0..<older(keeping: count) {
            guard case .results(var results) = later[i] else { continue }
            for j in results.indices { results[j].content = Self.cut(results[j].content, to: resultCharacters) }
            later[i] = .results(results)
        }
    }

    private static func cut(_ text: String, to length: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > length else { return text }
        let mark = "\n[...]\n"
        let half = max(0, length - mark.unicodeScalars.count) / 2
        return String(scalars.prefix(half)) + mark + String(scalars.suffix(half))
    }

    /// The part a summary would replace, as text; nil when there is none.
    func transcript(keeping count: Int) -> String? {
        let part = later.prefix(older(keeping: count))
        guard !part.isEmpty else { return nil }
        return ([prompt, summary].compactMap { $0 } + part.map(\.transcript)).joined(separator: "\n\n")
    }

    mutating func replaceOlder(keeping count: Int, with summary: String) {
        later.removeFirst(older(keeping: count))
        self.summary = summary
    }
}

extension AgentMessage {
    fileprivate var length: Int {
        switch self {
        case .user(let text): text.unicodeScalars.count
        case .assistant(let text, let calls):
            calls.reduce(text.unicodeScalars.count) { $0 + $1.name.unicodeScalars.count + $1.text.unicodeScalars.count }
        case .results(let results): results.reduce(0) { $0 + $1.content.unicodeScalars.count }
        }
    }

    fileprivate var transcript: String {
        switch self {
        case .user(let text): "User: " + text
        case .assistant(let text, let calls):
            "Assistant: " + ([text] + calls.map { "[calls \($0.name) with \($0.text)]" }).filter { !$0.isEmpty }.joined(separator: "\n")
        case .results(let results):
            results.map { "Result of \($0.tool)\($0.isError ? " (error)" : ""): \($0.content)" }.joined(separator: "\n")
        }
    }
}
