import CivilTime
import JSON
import SkillLanguage

/// Limits of a called run: its own, and no more than the caller has left.
extension Limits {
    func within(_ remaining: CallRequest.Remaining, at now: Instant) -> Limits {
        Limits(
            duration: min(duration, max(.zero, remaining.deadline - now)), calls: min(calls, remaining.calls), tokens: min(tokens, remaining.tokens),
            costUSD: min(costUSD, remaining.costUSD))
    }

    /// As a run's row keeps them, so that a run that comes back has the limits it began with.
    var stored: [UInt8] {
        let json: JSON = [
            "duration_ms": .int(duration.milliseconds), "calls": .int(Int64(calls)), "tokens": .int(Int64(tokens)), "cost_usd": .double(costUSD),
        ]
        return json.bytes(.compact)
    }

    init?(stored: [UInt8]) throws {
        let json = try JSON(parsing: stored)
        guard let duration = json["duration_ms"]?.int, let calls = json["calls"]?.int, let tokens = json["tokens"]?.int,
            let cost = json["cost_usd"]?.double
        else { return nil }
        self.init(duration: .milliseconds(duration), calls: Int(calls), tokens: Int(tokens), costUSD: cost)
    }
}
