import Engine
import JSON
import SkillLanguage
import Synchronization

/// Answers with what it is given.
struct Echo: Callable {
    let name = "echo"
    func reach(of arguments: JSON) -> Reach { .read }
    func perform(_ invocation: Invocation) async -> Outcome { Outcome(.success(invocation.arguments)) }
}

/// A call that lasts until the gate is opened. It writes outside, so its intent is in the journal first.
final class Gate: Callable {
    let name = "runs.query"
    private struct State {
        var isOpen = false
        var last = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }
    private let state = Mutex(State())

    func reach(of arguments: JSON) -> Reach { .write }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for continuation in waiting { continuation.resume() }
    }

    func perform(_ invocation: Invocation) async -> Outcome {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let passes = state.withLock { state in
                    guard !state.isOpen, !Task.isCancelled else { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if passes { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
        }
        return Outcome(.success([:]))
    }
}
