package import CivilTime

/// A run to be created.
package struct NewRun: Sendable {
    /// The states a run can begin in. `skipped` ends it at once.
    package enum State: String, Sendable {
        case queued, running, skipped

        var run: RunState {
            switch self {
            case .queued: .queued
            case .running: .running
            case .skipped: .skipped
            }
        }
    }

    /// The call of another run that started this one. A call has one child: creating it again finds it.
    package struct Parent: Sendable, Hashable {
        package var row: Int64
        package var path: String
        package var attempt: Int

        package init(row: Int64, path: String, attempt: Int) {
            self.row = row
            self.path = path
            self.attempt = attempt
        }
    }

    /// A UUIDv7 in its text form, 36 characters.
    package var id: String
    package var skill: String
    /// The version's id, the SHA-256 of its canonical document in hexadecimal. It must have been stored with `remember`.
    package var versionID: String
    /// The commit that was live when the run was created.
    package var commit: String?
    /// JSON text: an object from each callee's name to its version id.
    package var pins: [UInt8]
    /// JSON text.
    package var input: [UInt8]
    package var inputHash: String
    package var parent: Parent?
    /// Of a called run; kept in its row.
    package var parentClose = ParentClose.cancel
    /// The row of the run at the top of the tree; nil for that run itself.
    package var root: Int64?
    /// The loop that owns the run. With a nominal time it is a fire; without, a manual start that still counts as open.
    package var loop: String?
    package var nominalAt: Instant?
    package var concurrencyKey: String?
    /// With a key: how many runs of that key may be open. `conflict` says what becomes of one more, in the same transaction.
    package var concurrencyLimit: Int?
    package var conflict = ConcurrencyConflict.skip
    package var priority: Int
    package var deadlineAt: Instant?
    package var trigger: RunTrigger
    /// Known within the skill. The same key with the same input hash finds the newest run with it, unless `repetition` allows another.
    package var idempotencyKey: String?
    package var repetition = Repetition()
    /// JSON text: a called run's limits where they are less than its skill's.
    package var limits: [UInt8]?
    package var createdAt: Instant
    package var state: State

    package init(
        id: String, skill: String, versionID: String, commit: String? = nil, pins: [UInt8] = Array("{}".utf8), input: [UInt8],
        inputHash: String, parent: Parent? = nil, root: Int64? = nil, loop: String? = nil, nominalAt: Instant? = nil,
        concurrencyKey: String? = nil, priority: Int = 0, deadlineAt: Instant? = nil, trigger: RunTrigger,
        idempotencyKey: String? = nil, createdAt: Instant, state: State = .queued
    ) {
        self.id = id
        self.skill = skill
        self.versionID = versionID
        self.commit = commit
        self.pins = pins
        self.input = input
        self.inputHash = inputHash
        self.parent = parent
        self.root = root
        self.loop = loop
        self.nominalAt = nominalAt
        self.concurrencyKey = concurrencyKey
        self.priority = priority
        self.deadlineAt = deadlineAt
        self.trigger = trigger
        self.idempotencyKey = idempotencyKey
        self.createdAt = createdAt
        self.state = state
    }

    /// What the row takes up in a batch, roughly.
    var size: Int { 512 + pins.count + input.count }
}
