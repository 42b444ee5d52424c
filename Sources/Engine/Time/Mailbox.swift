import SkillLanguage
import Synchronization

/// Something that reaches a run from outside its interpreter.
enum Signal: Sendable {
    case outcome(CallID, Outcome, microseconds: Int64)
    /// The call did not end: the engine stops.
    case interrupted(CallID)
    /// A timer may be due.
    case tick
    case cancel(reason: String)
}

/// Signals for one receiver. Sending never waits.
final class Mailbox: Sendable {
    private struct State {
        var signals: [Signal] = []
        var receiver: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    func send(_ signal: Signal) {
        let receiver = state.withLock { state in
            state.signals.append(signal)
            defer { state.receiver = nil }
            return state.receiver
        }
        receiver?.resume()
    }

    /// All signals that came since the last call, in order; waits for the first. Empty when the task was cancelled.
    func receive() async -> [Signal] {
        while true {
            let signals = state.withLock { state in
                defer { state.signals.removeAll() }
                return state.signals
            }
            if !signals.isEmpty || Task.isCancelled { return signals }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let ready = state.withLock { state -> Bool in
                        guard state.signals.isEmpty, !Task.isCancelled else { return true }
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
