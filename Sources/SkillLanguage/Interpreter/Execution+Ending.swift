import CivilTime
import JSON

/// The end of a run: result, clean-up, verdict.
extension Execution {
    /// How long `finally` steps may take, whatever ended the body.
    static let cleanupTime = Duration.seconds(60)
    /// The calls that a skill called from `finally` may make; the run's own limit on calls does not hold there.
    static let cleanupCalls = 20

    mutating func bodyEnded(_ frame: Frame, _ result: Result<JSON, Failure>) {
        switch result {
        case .failure(let failure): conclude(.failed(failure), scope: frame.scope)
        case .success:
            do {
                conclude(checked(try skill.result.evaluate(in: names(frame))), scope: frame.scope)
            } catch {
                conclude(.failed(error), scope: frame.scope)
            }
        }
    }

    /// The output, when it is what the skill promised.
    func checked(_ output: JSON) -> Ending {
        guard let violation = skill.output.schema.firstViolation(in: output) else { return .succeeded(output) }
        return .failed(Failure("schema.output", "the output is not what the skill promises: \(violation)", retryable: false))
    }

    /// The body is over: everything under way is abandoned, then `finally` runs.
    mutating func conclude(_ ending: Ending, scope: StepScope? = nil) {
        guard verdict == nil else { return }
        verdict = ending
        let roots = frames.roots
        let scope = scope ?? roots.first.flatMap { frames[$0]?.scope } ?? StepScope(now: clock)
        for root in roots {
            stop(root)
            frames.close(root)
        }
        timers.removeAll()
        guard !skill.cleanup.isEmpty else { return finish() }
        cleanupEnd = clock + Self.cleanupTime
        setTimer(.cleanup, frame: -1, at: clock + Self.cleanupTime)
        open(skill.cleanup, slot: .cleanup, parent: nil, path: "", scope: scope)
    }

    /// Clean-up is over; whatever became of it, the verdict stands.
    mutating func finish() {
        for root in frames.roots {
            stop(root)
            frames.close(root)
        }
        timers.removeAll()
        ending = verdict
    }
}
