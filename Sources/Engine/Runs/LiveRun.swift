import CivilTime
import JSON
import SkillLanguage
import Store
import Synchronization

/// A run in memory: what it is pinned to, and where signals for it go. A reference, because every call and event takes it along.
final class LiveRun: Sendable {
    let record: RunRecord
    let key: RunKey
    let id: String
    /// The name of its skill.
    let name: String
    let published: PublishedSkill
    let pins: Pins
    /// The pinned versions that the run can call.
    let callees: [String: PublishedSkill]
    /// The skill's permits and those of every caller above it.
    let permits: [Permits]
    let limits: Limits
    /// 1 for a first run; a repetition counts up.
    let attempt: Int
    /// Where the outcomes come from that the journal begins with.
    let ancestry: Ancestry
    /// A request to end that came before the run was in memory.
    let cancellation: Cancellation?
    /// Whether it was to stand still before it was in memory.
    let isPaused: Bool
    /// What is on record of a run that comes back; nil for one that begins.
    let past: Past?
    let mailbox: Mailbox<Signal>

    init(
        record: RunRecord, published: PublishedSkill, pins: Pins, callees: [String: PublishedSkill], permits: [Permits], limits: Limits,
        attempt: Int = 1, ancestry: Ancestry = Ancestry(), cancellation: Cancellation? = nil, isPaused: Bool = false, past: Past? = nil,
        mailbox: Mailbox<Signal> = Mailbox()
    ) {
        self.record = record
        key = record.summary.key
        id = record.summary.id
        name = record.summary.skill
        self.published = published
        self.pins = pins
        self.callees = callees
        self.permits = permits
        self.limits = limits
        self.attempt = attempt
        self.ancestry = ancestry
        self.cancellation = cancellation
        self.isPaused = isPaused
        self.past = past
        self.mailbox = mailbox
    }

    var row: Int64 { key.rowID }
    var skill: Skill { published.skill }
    var isResumed: Bool { past != nil }
    /// When its own life begins.
    var start: Instant { record.startedAt ?? record.createdAt }

    func idempotencyKey(_ call: CallID) -> String { "\(id)/\(call.path)" }
}

/// What happened to a run before it came back. Read once, so that a run in memory does not hold its journal twice.
final class Past: Sendable {
    private let recorded: Mutex<(journal: [JournalRecord]?, waits: [WaitRecord])?>

    init(_ run: RecordedRun) { recorded = Mutex((run.journal, run.waits)) }

    /// Nil at the second call.
    func take() -> (journal: [JournalRecord]?, waits: [WaitRecord])? {
        recorded.withLock { recorded in
            defer { recorded = nil }
            return recorded
        }
    }
}

/// A number that depends only on the run, for its jitter (FNV-1a).
func seed(of run: String) -> UInt64 {
    run.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}
