import CivilTime
import JSON
import SkillLanguage
import Store

/// A run in memory: what it is pinned to, and where signals for it go.
struct LiveRun: Sendable {
    let record: RunRecord
    let published: PublishedSkill
    let pins: Pins
    /// The pinned versions that the run can call.
    let callees: [String: PublishedSkill]
    /// The skill's permits and those of every caller above it.
    let permits: [Permits]
    let limits: Limits
    /// 1 for a first run; a repetition counts up.
    var attempt = 1
    /// Where the outcomes come from that the journal begins with.
    var ancestry = Ancestry()
    /// A request to end that came before the run was in memory.
    var cancellation: Cancellation?
    /// Whether the journal may hold entries.
    let isResumed: Bool
    let mailbox = Mailbox<Signal>()

    var row: Int64 { record.key.rowID }
    var skill: Skill { published.skill }
    /// When its own life begins.
    var start: Instant { record.startedAt ?? record.createdAt }

    func idempotencyKey(_ call: CallID) -> String { "\(record.id)/\(call.path)" }
}

/// A number that depends only on the run, for its jitter (FNV-1a).
func seed(of run: String) -> UInt64 {
    run.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}
