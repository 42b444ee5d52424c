import CivilTime

extension Connection {
    func remember(_ version: Version) throws(StoreError) {
        try execute(
            """
            INSERT INTO versions (id, skill, label, document, commit_id, seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (id) DO NOTHING
            """, version.id, version.skill, version.label, Blob(bytes: version.document), version.commit, version.seenAt)
    }

    /// The run that is to be, or the one that was created before for the same call or key.
    func create(_ wanted: NewRun) throws(StoreError) -> RunRecord {
        if let known = try existing(wanted) { return known }
        var run = wanted
        if try isCrowded(run) { run.state = .skipped }
        let pinned = try first("SELECT version, label FROM versions WHERE id = ?1 AND skill = ?2", run.versionID, run.skill) {
            ($0.integer(), $0.text())
        }
        guard let (version, label) = pinned else { throw .unknownVersion(id: run.versionID, skill: run.skill) }
        let started = run.state == .running ? run.createdAt : nil
        let ended = run.state == .skipped ? run.createdAt : nil
        try execute(
            """
            INSERT INTO runs (id, skill, version, commit_id, input_hash, state, priority, trigger_kind, parent, parent_path,
                parent_attempt, root, loop, nominal_at, concurrency_key, idempotency_key, created_at, started_at, changed_at,
                deadline_at, finished_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?17, ?19, ?20)
            """, run.id, run.skill, version, run.commit, run.inputHash, run.state.run, run.priority, run.trigger, run.parent?.row,
            run.parent?.path, run.parent?.attempt, run.root, run.loop, run.nominalAt, run.concurrencyKey, run.idempotencyKey,
            run.createdAt, started, run.deadlineAt, ended)
        let row = lastRowID
        let input = try place(run.input)
        try execute(
            "INSERT INTO documents (run, pins, input, input_blob) VALUES (?1, ?2, ?3, ?4)", row, run.pins, input.inline, input.blob)
        let summary = RunSummary(run, row: row, label: label, startedAt: started, finishedAt: ended)
        return RunRecord(summary: summary, pins: run.pins, input: run.input, output: nil, error: nil)
    }

    /// Whether as many runs of the same key are open as may be.
    private func isCrowded(_ run: NewRun) throws(StoreError) -> Bool {
        guard let key = run.concurrencyKey, let limit = run.concurrencyLimit else { return false }
        let open = try first("SELECT count(*) FROM runs INDEXED BY runs_open_key WHERE finished_at IS NULL AND concurrency_key = ?1", key) { $0.integer() }
        return open ?? 0 >= limit
    }

    private func existing(_ run: NewRun) throws(StoreError) -> RunRecord? {
        if let parent = run.parent {
            let row = try first(
                "SELECT run FROM runs WHERE parent = ?1 AND parent_path = ?2 AND parent_attempt = ?3", parent.row, parent.path,
                parent.attempt
            ) { $0.integer() }
            if let row { return try record(row: row).found() }
        }
        guard let key = run.idempotencyKey else { return nil }
        let row = try first("SELECT run FROM runs WHERE skill = ?1 AND idempotency_key = ?2", run.skill, key) { $0.integer() }
        guard let row else { return nil }
        let known = try record(row: row).found()
        if known.inputHash != run.inputHash { throw .idempotencyConflict(key: key, run: known.id) }
        return known
    }

    func claim(_ run: RunKey, at: Instant) throws(StoreError) -> RunKey {
        let changed = try execute(
            """
            UPDATE runs SET state = 'running', epoch = epoch + 1, started_at = coalesce(started_at, ?3), changed_at = ?3
            WHERE run = ?1 AND epoch = ?2 AND state = 'queued'
            """, run.rowID, run.epoch, at)
        if changed == 0 { throw try refusal(of: run) }
        return RunKey(rowID: run.rowID, epoch: run.epoch + 1)
    }

    func takeOver(_ rows: [Int64]) throws(StoreError) -> [RunKey] {
        var taken: [RunKey] = []
        for row in rows {
            let epoch = try first(
                """
                UPDATE runs SET epoch = epoch + 1, recoveries = recoveries + (state = 'running')
                WHERE run = ?1 AND finished_at IS NULL RETURNING epoch
                """, row
            ) { $0.integer() }
            if let epoch { taken.append(RunKey(rowID: row, epoch: epoch)) }
        }
        return taken
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
    init(_ run: NewRun, row: Int64, label: String, startedAt: Instant?, finishedAt: Instant?) {
        self.init(
            key: RunKey(rowID: row, epoch: 1), id: run.id, skill: run.skill, version: label, versionID: run.versionID,
            commit: run.commit, inputHash: run.inputHash, state: run.state.run, recoveries: 0, priority: run.priority,
            trigger: run.trigger, parent: run.parent, root: run.root, loop: run.loop, nominalAt: run.nominalAt,
            concurrencyKey: run.concurrencyKey, idempotencyKey: run.idempotencyKey, createdAt: run.createdAt, startedAt: startedAt,
            changedAt: run.createdAt, deadlineAt: run.deadlineAt, finishedAt: finishedAt, wait: nil, errorType: nil, usage: UsageTotals())
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
