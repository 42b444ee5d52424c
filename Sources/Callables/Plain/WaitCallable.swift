package import Engine
package import JSON
package import SkillLanguage

/// `wait`: succeeds with `{}` at the time `Wait.end` names, counted from when the call was first made, so a run that is resumed
/// waits for the same instant.
package struct WaitCallable: Callable {
    package let name = "wait"
    private let time: any TimeSource

    package init(time: any TimeSource) { self.time = time }

    package func reach(of arguments: JSON) -> Reach { .read }

    package func perform(_ invocation: Invocation) async -> Outcome {
        switch Wait.end(of: invocation.arguments, from: invocation.request.startedAt) {
        case .failure(let failure):
            return Outcome(.failure(failure))
        case .success(let end):
            while time.now() < end, !Task.isCancelled { await time.sleep(until: end) }
            return Outcome(.success([:]))
        }
    }
}
