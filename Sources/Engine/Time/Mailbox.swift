import Synchronization

/// Messages for one receiver. Sending never waits; a receiver that is cancelled leaves the messages where they are.
package final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages: [Message] = []
        var receiver: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    package init() {}

    package func send(_ message: Message) {
        let receiver = state.withLock { state in
            state.messages.append(message)
            defer { state.receiver = nil }
            return state.receiver
        }
        receiver?.resume()
    }

    /// All messages that came since the last call, in order; waits for the first. Empty when the task was cancelled.
    package func receive() async -> [Message] {
        while true {
            let messages = state.withLock { state in
                defer { state.messages.removeAll() }
                return state.messages
            }
            if !messages.isEmpty || Task.isCancelled { return messages }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let ready = state.withLock { state -> Bool in
                        guard state.messages.isEmpty, !Task.isCancelled else { return true }
                        state.receiver = continuation
                        return false
                    }
                    if ready { continuation.resume() }
                }
            } onCancel: {
                let receiver = state.withLock { state in
                    defer { state.receiver = nil }
                    return state.receiver
                }
                receiver?.resume()
            }
        }
    }
}
