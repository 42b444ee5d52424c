package import CivilTime

/// The demo's chat channel, where skills post what they found.
///
/// With a file, each message is appended to it before the post is answered, and a new channel on the same file starts with what was
/// there, the idempotency keys included. The file belongs to one channel at a time.
package actor ChatChannel {
    private var messages: [ChatMessage] = []
    private var positions: [String: Int] = [:]
    private var file: MessageFile?
    private let onMessage: @Sendable (ChatMessage) -> Void

    /// `onMessage` hears of each new message once, in order, after it is stored; it must not block.
    package init(file path: String? = nil, onMessage: @escaping @Sendable (ChatMessage) -> Void = { _ in }) throws(DemoError) {
        self.onMessage = onMessage
        guard let path else { return }
        let file = try MessageFile(path: path)
        messages = file.messages
        for (position, message) in file.messages.enumerated() {
            if let key = message.key { positions[key] = position }
        }
        self.file = consume file
    }

    /// Posts a text. A key that was used before posts nothing and gives the first message back, whatever the text is now.
    package func post(_ text: String, key: String?, at instant: Instant) throws(DemoError) -> ChatMessage {
        if let key, let position = positions[key] { return messages[position] }
        let message = ChatMessage(id: (messages.last?.id ?? 0) + 1, at: instant, text: text, key: key)
        try file?.append(message)
        if let key { positions[key] = messages.count }
        messages.append(message)
        onMessage(message)
        return message
    }

    /// Those with a greater id, oldest first.
    package func messages(after id: Int = 0) -> [ChatMessage] {
        Array(messages[(messages.firstIndex { $0.id > id } ?? messages.endIndex)...])
    }
}
