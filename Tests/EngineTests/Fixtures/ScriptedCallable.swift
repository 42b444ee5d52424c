import Engine
import JSON
import SkillLanguage
import Synchronization

/// Stands in for `http`: notes every call, answers as the test says.
final class ScriptedCallable: Callable {
    let name = "http"
    private let reach: Reach
    private let answer: @Sendable (Invocation, Int) async -> Outcome
    private let made = Mutex<[Invocation]>([])

    /// - Parameter answer: gets the invocation and how many calls of the same step came before it.
    init(reach: Reach = .read, _ answer: @escaping @Sendable (Invocation, Int) async -> Outcome) {
        self.reach = reach
        self.answer = answer
    }

    /// Answers every call with its own arguments.
    convenience init(reach: Reach = .read) { self.init(reach: reach) { call, _ in Outcome(.success(call.arguments)) } }

    func reach(of arguments: JSON) -> Reach { reach }

    func perform(_ invocation: Invocation) async -> Outcome {
        let before = made.withLock { made in
            defer { made.append(invocation) }
            return made.count { $0.request.step == invocation.request.step }
        }
        return await answer(invocation, before)
    }

    var calls: [Invocation] { made.withLock { $0 } }
    var steps: [String] { calls.map(\.request.step) }
}

/// Something that happens once and can be awaited, before or after.
final class Signpost: Sendable {
    private struct State {
        var isPassed = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    func pass() {
        let waiting = state.withLock { state in
            state.isPassed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isPassed = state.withLock { state in
                if !state.isPassed { state.waiting.append(continuation) }
                return state.isPassed
            }
            if isPassed { continuation.resume() }
        }
    }
}

/// Never returns while the task lives: a call that is under way when the process ends.
func hang() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    for await _ in stream {}
    continuation.finish()
}
