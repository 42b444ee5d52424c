package import CivilTime

/// Reading: what ran, what is open, what is due. Never waits for a writer, and sees every write that was acknowledged
/// before the call.
package protocol History: Sendable {
    /// By id, or by the beginning of one: at least eight characters, fitting one run.
    func run(_ id: String) async throws(StoreError) -> RunRecord
    func run(row: Int64) async throws(StoreError) -> RunRecord
    /// Newest first. `limit` is at least 1.
    func runs(_ filter: RunFilter, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<RunSummary>
    /// The whole journal of a run, in order; empty for a run without one.
    func journal(of row: Int64) async throws(StoreError) -> [JournalRecord]
    /// Runs with all that is on record of them, of one instant and in the order asked for.
    func recorded(_ rows: [Int64]) async throws(StoreError) -> [RecordedRun]
    /// The runs a run called, in the order they were created.
    func children(of row: Int64) async throws(StoreError) -> [RunSummary]

    /// Runs that have not ended, oldest first.
    func openRuns(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<RunRecord>
    /// How many runs of a loop have not ended, manual starts included.
    func openRuns(ofLoop name: String) async throws(StoreError) -> Int
    /// How many runs that have not ended hold a concurrency key, by state.
    func openRuns(withKey key: String) async throws(StoreError) -> [RunState: Int]
    /// Open runs that no wake-up is set for, oldest first: some process holds them, or did when it ended.
    func heldRuns(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<RunRecord>
    /// When the next parked run is due.
    func nextWake() async throws(StoreError) -> Instant?
    /// Who asked that the run ends; nil when nobody did.
    func cancellation(of row: Int64) async throws(StoreError) -> Cancellation?
    /// Who wants that the run stands still; nil when nobody does.
    func pause(of row: Int64) async throws(StoreError) -> Pause?
    /// What a run waits for or waited for, in the order the waits began.
    func waits(of row: Int64) async throws(StoreError) -> [WaitRecord]
    /// What waits for a person, the oldest first.
    func inbox(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<WaitRecord>
    /// All that waits for a person, proposals and incidents too, the oldest first.
    func inbox(_ filter: InboxFilter, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<InboxItem>
    /// By id, or by the beginning of one.
    func wait(_ id: String) async throws(StoreError) -> WaitRecord
    /// What a scope remembers, by key.
    func memory(_ scope: String, prefix: String, limit: Int) async throws(StoreError) -> [(key: String, value: MemoryValue)]
    /// The verdicts on a run, the oldest first.
    func labels(of row: Int64) async throws(StoreError) -> [Label]
    /// What a run repeats; nil for one that repeats none.
    func lineage(of row: Int64) async throws(StoreError) -> Lineage?
    /// The runs that repeat a run, the oldest first.
    func repetitions(of row: Int64) async throws(StoreError) -> [RunSummary]
    /// By id, or by the beginning of one.
    func incident(_ id: String) async throws(StoreError) -> Incident
    /// The latest first; only open ones unless `closed`.
    func incidents(closed: Bool, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<Incident>

    /// Calls of agents' tools, the latest first.
    func toolCalls(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<ToolCallRecord>

    func version(_ id: String) async throws(StoreError) -> Version
    /// The id of the version of a skill with this label, such as "1.2.3"; nil when no run was ever pinned to it.
    func versionID(of skill: String, label: String) async throws(StoreError) -> String?
    func loop(_ name: String) async throws(StoreError) -> LoopRecord
    /// By name.
    func loops() async throws(StoreError) -> [LoopRecord]
    /// The ledger of a loop, the latest nominal time first.
    func fires(of loop: String, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<FireRecord>
    /// The fires that wait for an open run to end, the earliest first.
    func bufferedFires(of loop: String) async throws(StoreError) -> [FireRecord]

    /// One entry a skill that has runs created at `since` or later, by name; only the named skill if one is named.
    func statistics(since: Instant, skill: String?) async throws(StoreError) -> [SkillStatistics]
    func information() async throws(StoreError) -> DatabaseInformation
    /// Answers one read-only statement over the views of `HistoryView`. Throws `question` for what is none, `questionTooLong` when its
    /// time is over. One question is answered at a time.
    func answer(_ sql: String, _ limits: SQLLimits) async throws(StoreError) -> SQLAnswer
    /// The skills that a version is known of, by name.
    func skills() async throws(StoreError) -> [String]
    /// Rows of runs that nobody called and that may go, the oldest first: by age over all skills, or, with a skill, beyond its number.
    func prunable(_ retention: Retention, skill: String?, after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<Int64>
    /// Looks at everything there is; takes as long as reading it all.
    func verify() async throws(StoreError) -> Verification
    /// The versions known, by id, from the one after `id` on.
    func versions(after id: String?, limit: Int) async throws(StoreError) -> [Version]
    /// Runs that pin a version which is not known, at most 20; reads all runs.
    func danglingPins() async throws(StoreError) -> [(run: String, version: String)]
    /// Writes a copy to an absolute path where nothing is, and looks at it, while writes go on.
    func backup(to path: String) async throws(StoreError) -> Backup
}

/// The one durable memory of the engine.
///
/// When a write returns, it survives a crash of the process and a loss of power. When it throws, nothing of it was
/// recorded; after a failure of the storage that is known for sure only once the store is opened again. A write that has
/// begun is not given up when its task is cancelled: "this was cancelled" can be recorded by the cancelled task itself.
///
/// Nothing here assumes that one process does all the writing: that two do not write to one run is the epoch's business,
/// that a nominal time starts one run is the ledger's.
package protocol Store: History, ProposalStore {
    /// Stores a version so that runs can name it. Knowing it already is fine and changes nothing.
    func remember(_ version: Version) async throws(StoreError)

    /// Creates a run. A second call for the same parent call, or with the same idempotency key and input, creates nothing
    /// and returns the first run, marked `existed`.
    func createRun(_ run: NewRun) async throws(StoreError) -> RunRecord
    /// Takes open runs over from a holder that is gone: raises their epoch and counts a recovery where one was running and the holder
    /// drove it; from 1 again when the journal has grown since the last one.
    /// Runs that have ended meanwhile are left out of the result, which is in the order asked for.
    func takeOver(_ rows: [Int64]) async throws(StoreError) -> [TakenRun]
    /// Notes that runs which were taken over or claimed are driven from now on. A run is driven from its creation; one that was handed
    /// out since is not, until this says so. No effect on a run that somebody else has by now.
    func markDriven(_ runs: [RunKey]) async throws(StoreError)
    /// Records a transition, all of it or nothing. Entries get the next sequence numbers of their run, in order.
    @discardableResult
    func apply(_ transition: RunTransition) async throws(StoreError) -> WriteEffects
    /// Takes parked runs that are due by `at`, the longest due first: they run again, with a new epoch.
    func claimDue(at: Instant, limit: Int) async throws(StoreError) -> [RunKey]
    /// Asks an open run to end, clean-up included. Durable; of two requests the first stays, and a run that has ended stays as it is.
    func cancel(_ row: Int64, _ request: Cancellation) async throws(StoreError) -> WriteEffects
    /// Ends an open run at once, without clean-up, as `terminated`: what its holder still writes is `fenced`. No effect on one that ended.
    func terminate(_ row: Int64, _ request: Cancellation, errorBody: [UInt8]) async throws(StoreError) -> WriteEffects
    /// Asks an open run to stand still: it ends its calls under way, makes no other, and its times wait. Durable; of two requests the first
    /// stays. No effect on a run that has ended or is to end.
    func pause(_ row: Int64, _ pause: Pause) async throws(StoreError) -> WriteEffects
    /// Lets a paused run go on, with what was left of its times. No effect on any other run.
    func resume(_ row: Int64, by: String, at: Instant) async throws(StoreError) -> WriteEffects
    /// Resolves a wait that is not for an event. The first answer counts, a later one is refused with `notWaiting`.
    func answer(_ wait: String, with body: [UInt8], by: String, at: Instant) async throws(StoreError) -> WriteEffects
    /// Stores an event from outside and resolves the waits it fits. A known id changes nothing.
    func emit(id: String, name: String, payload: [UInt8], at: Instant) async throws(StoreError) -> WriteEffects
    /// Creates a run whose journal begins with the outcomes of another's before `sequence`.
    func fork(_ run: NewRun, _ lineage: NewLineage) async throws(StoreError) -> RunRecord
    /// Stores a verdict.
    func label(_ row: Int64, _ label: Label) async throws(StoreError)
    func open(_ incident: Incident) async throws(StoreError)
    /// Closing a closed incident keeps the first closing.
    func closeIncident(_ id: String, by: String, note: String?, at: Instant) async throws(StoreError)

    /// Keeps the record of a call of an agent's tool.
    func record(_ call: ToolCallRecord) async throws(StoreError)

    /// Registers a loop, or gives a known one another definition: its watermark then moves up to the one given, so that
    /// nothing older fires by the new rule; pause and failures stay. With the definition it has, nothing changes.
    func saveLoop(
        _ name: String, specificationHash: String, watermark: Instant, nextAt: Instant?
    ) async throws(StoreError) -> LoopRecord
    /// Pausing a paused loop keeps the first pause.
    func pauseLoop(_ name: String, _ pause: LoopRecord.Pause) async throws(StoreError) -> LoopRecord
    /// Ends a pause and forgets the failures. The paused time is not caught up: pass the present as the watermark.
    func resumeLoop(_ name: String, watermark: Instant, nextAt: Instant?) async throws(StoreError) -> LoopRecord
    /// Forgets the state of a loop; its ledger and runs stay, so a time it has fired for does not fire again.
    func removeLoop(_ name: String) async throws(StoreError)

    /// Records what was decided about a loop: ledger rows, run, watermark, in one transaction. When one of the nominal
    /// times is in the ledger already, the answer is `duplicate` and nothing changes.
    func fire(_ decision: FireDecision) async throws(StoreError) -> FireResult
    /// Decides a buffered fire: starts `run`, or, without one, drops it. `duplicate` when it is not buffered (any more).
    func settle(
        loop: String, nominalAt: Instant, run: NewRun?, detail: String?, decidedAt: Instant
    ) async throws(StoreError) -> FireResult

    /// Takes runs out with all below them, each only if it may still go.
    func prune(_ rows: [Int64]) async throws(StoreError) -> Pruned
    /// Gives the room that is free in the file back to the file system, a little at a time; returns how many bytes.
    func compact() async throws(StoreError) -> Int64

    /// Finishes the writes that were begun and lets go of the database. Everything later is `closed`.
    func close() async
}

extension History {
    /// All runs that were held by a process, oldest first.
    package func heldRuns() async throws(StoreError) -> [RunRecord] {
        var all: [RunRecord] = []
        var cursor: Cursor?
        repeat {
            let page = try await heldRuns(after: cursor, limit: 1_000)
            all += page.items
            cursor = page.next
        } while cursor != nil
        return all
    }

    /// All runs that have not ended, oldest first.
    package func openRuns() async throws(StoreError) -> [RunRecord] {
        var all: [RunRecord] = []
        var cursor: Cursor?
        repeat {
            let page = try await openRuns(after: cursor, limit: 1_000)
            all += page.items
            cursor = page.next
        } while cursor != nil
        return all
    }
}
