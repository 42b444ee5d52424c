import CivilTime
import CrashPoints

extension Connection {
    func remember(_ version: Version) throws(StoreError) {
        try execute(
            """
            INSERT INTO versions (id, skill, label, document, commit_id, seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (id) DO NOTHING
            """, version.id, version.skill, version.label, Blob(bytes: version.document), version.commit, version.seenAt)
    }

    /// The run that is to be, or the one that was created before for the same call or key.
    func create(_ run: NewRun) throws(StoreError) -> RunRecord {
        var effects = WriteEffects()
        CrashPoint.reach("store.create.begun")
        if let known = try existing(run, &effects) { return known }
        if let parent = run.parent { try checkOpen(parent) }
        let state = try admit(run, &effects)
        CrashPoint.reach("store.create.admitted")
        let pinned = try first("SELECT version, label FROM versions WHERE id = ?1 AND skill = ?2", run.versionID, run.skill) {
            ($0.integer(), $0.text())
        }
        guard let (version, label) = pinned else { throw .unknownVersion(id: run.versionID, skill: run.skill) }
        let started = state == .running ? run.createdAt : nil
        let ended = state.isTerminal ? run.createdAt : nil
        let refusal = state == .failed ? "skill.conflict" : nil
        try execute(
            """
            INSERT INTO runs (id, skill, version, commit_id, input_hash, state, priority, trigger_kind, parent, parent_path,
                parent_attempt, root, loop, nominal_at, concurrency_key, idempotency_key, created_at, started_at, changed_at,
                deadline_at, finished_at, concurrency_limit, error_type, parent_close, deferrals, events_before)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?17, ?19, ?20, ?21, ?22, ?23, ?6 = 'queued',
                coalesce((SELECT max(event) FROM events), 0))
            """, run.id, run.skill, version, run.commit, run.inputHash, state, run.priority, run.trigger, run.parent?.row,
            run.parent?.path, run.parent?.attempt, run.root, run.loop, run.nominalAt, run.concurrencyKey, run.idempotencyKey,
            run.createdAt, started, run.deadlineAt, ended, run.concurrencyLimit, refusal, run.parentClose == .cancel ? nil : run.parentClose.rawValue)
        let row = lastRowID
        CrashPoint.reach("store.create.row-written")
        let input = try place(run.input)
        try execute(
            "INSERT INTO documents (run, pins, input, input_blob, limits) VALUES (?1, ?2, ?3, ?4, ?5)", row, run.pins, input.inline,
            input.blob, run.limits)
        if state == .queued { try execute("INSERT INTO wakes (run, due_at) VALUES (?1, NULL)", row) }
        CrashPoint.reach("store.create.documents-written")
        let summary = RunSummary(run, state: state, row: row, label: label, startedAt: started, finishedAt: ended, errorType: refusal)
        var record = RunRecord(summary: summary, pins: run.pins, limits: run.limits, input: run.input, output: nil, error: nil)
        record.effects = effects
        return record
    }

    private func existing(_ run: NewRun, _ effects: inout WriteEffects) throws(StoreError) -> RunRecord? {
        if let parent = run.parent {
            let row = try first(
                "SELECT run FROM runs WHERE parent = ?1 AND parent_path = ?2 AND parent_attempt = ?3", parent.row, parent.path,
                parent.attempt
            ) { $0.integer() }
            if let row { return try record(row: row).found() }
        }
        guard let key = run.idempotencyKey else { return nil }
        let row = try first("SELECT max(run) FROM runs WHERE skill = ?1 AND idempotency_key = ?2", run.skill, key) { $0.optional { $0.integer() } } ?? nil
        guard let row else { return nil }
        let known = try record(row: row).found()
        if known.inputHash != run.inputHash { throw .idempotencyConflict(key: key, run: known.id) }
        if known.state.isTerminal {
            switch run.repetition.reuse {
            case .never: return known
            case .failedOnly: return known.state == .succeeded ? known : nil
            case .always: return nil
            }
        }
        switch run.repetition.conflict {
        case .returnExisting: return known
        case .fail: throw .alreadyRunning(key: key, run: known.id)
        case .replace:
            let request = Cancellation(at: run.createdAt, by: "ratchet", reason: "replaced by run \(run.id)")
            effects += try requestCancel(row, request)
            return nil
        }
    }

    func takeOver(_ rows: [Int64]) throws(StoreError) -> [TakenRun] {
        var taken: [TakenRun] = []
        for row in rows {
            let run = try first(
                """
                UPDATE runs SET epoch = epoch + 1,
                    recoveries = CASE WHEN state <> 'running' OR driven_epoch <> epoch THEN recoveries
                        WHEN j.last > recovered_at_sequence THEN 1 ELSE recoveries + 1 END,
                    recovered_at_sequence = CASE WHEN state <> 'running' OR driven_epoch <> epoch THEN recovered_at_sequence ELSE j.last END
                FROM (SELECT coalesce(max(sequence), 0) AS last FROM journal WHERE run = ?1) AS j
                WHERE run = ?1 AND finished_at IS NULL RETURNING epoch, recoveries
                """, row
            ) { TakenRun(key: RunKey(rowID: row, epoch: $0.integer()), recoveries: $0.count()) }
            CrashPoint.reach("store.take-over.raised")
            if let run { taken.append(run) }
        }
        return taken
    }

    func markDriven(_ runs: [RunKey]) throws(StoreError) {
        for run in runs {
            try execute("UPDATE runs SET driven_epoch = ?2 WHERE run = ?1 AND epoch = ?2 AND finished_at IS NULL", run.rowID, run.epoch)
        }
    }

    /// Why a write with this key found no row to write to.
    func refusal(of run: RunKey) throws(StoreError) -> StoreError {
        let found = try first("SELECT epoch, state FROM runs WHERE run = ?1", run.rowID) { row throws(StoreError) in
            (row.integer(), try row.word(RunState.self))
        }
        guard let (epoch, state) = found else { return .notFound(what: "run", name: "with row \(run.rowID)") }
        return state.isTerminal && epoch == run.epoch ? .finished(run: run, state: state) : .fenced(run: run, current: epoch)
    }
}

extension RunSummary {
    /// What a run looks like right after its creation.
    init(_ run: NewRun, state: RunState, row: Int64, label: String, startedAt: Instant?, finishedAt: Instant?, errorType: String?) {
        self.init(
            key: RunKey(rowID: row, epoch: 1), id: run.id, skill: run.skill, version: label, versionID: run.versionID,
            commit: run.commit, inputHash: run.inputHash, state: state, recoveries: 0, priority: run.priority,
            trigger: run.trigger, parent: run.parent, root: run.root, loop: run.loop, nominalAt: run.nominalAt,
            concurrencyKey: run.concurrencyKey, idempotencyKey: run.idempotencyKey, createdAt: run.createdAt, startedAt: startedAt,
            changedAt: run.createdAt, deadlineAt: run.deadlineAt, finishedAt: finishedAt, wait: nil, errorType: errorType,
            usage: UsageTotals(), deferrals: state == .queued ? 1 : 0, parentClose: run.parentClose, abandonedAt: nil)
    }
}

extension RunRecord {
    /// This run as the answer to a second attempt to create it.
    func found() -> RunRecord {
        var copy = self
        copy.existed = true
        return copy
    }
}
