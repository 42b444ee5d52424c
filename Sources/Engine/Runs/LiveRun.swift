import CivilTime
import JSON
import SkillLanguage
import Store

/// A run in memory: what it is pinned to, and where signals for it go.
struct LiveRun: Sendable {
    let record: RunRecord
    let published: PublishedSkill
    let pins: Pins
    /// The skill's permits and those of every caller above it.
    let permits: [Permits]
    let limits: Limits
    /// Whether the journal may hold entries.
    let isResumed: Bool
    let mailbox: Mailbox<Signal>

    var skill: Skill { published.skill }

    func idempotencyKey(_ call: CallID) -> String { "\(record.id)/\(call.path)" }
}

/// Limits of a called run: its own, and no more than the caller has left.
extension Limits {
    func within(_ remaining: CallRequest.Remaining, at now: Instant) -> Limits {
        Limits(
            duration: min(duration, max(.zero, remaining.deadline - now)), calls: min(calls, remaining.calls), tokens: min(tokens, remaining.tokens),
            costUSD: min(costUSD, remaining.costUSD))
    }
}

/// A number that depends only on the run, for its jitter (FNV-1a).
func seed(of run: String) -> UInt64 {
    run.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}
