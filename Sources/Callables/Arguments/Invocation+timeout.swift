import CivilTime
import Engine
import SkillLanguage

extension Invocation {
    /// How long an exchange may take: until a second after the deadline of the step or the run, since what ends a step at its
    /// deadline is its own `timeout`; without a deadline of the step `standard`.
    func timeout(now: Instant, standard: Duration) -> Duration {
        let grace = Duration.seconds(1)
        let deadline = request.deadline.map { $0 + grace } ?? now + standard
        return max(min(deadline, request.remaining.deadline + grace) - now, .milliseconds(1))
    }
}
