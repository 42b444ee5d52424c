import CivilTime

extension RunSummary {
    /// What `init(_:)` reads, in its order. `r` is the run, `v` its version.
    static let columns = """
        r.run, r.epoch, r.id, r.skill, v.label, v.id, r.commit_id, r.input_hash, r.state, r.recoveries, r.priority, r.trigger_kind,
        r.parent, r.parent_path, r.parent_attempt, r.root, r.loop, r.nominal_at, r.concurrency_key, r.idempotency_key,
        r.created_at, r.started_at, r.changed_at, r.deadline_at, r.finished_at, r.wait_kind, r.wait_detail, r.wait_until,
        r.error_type, r.calls, r.input_tokens, r.output_tokens, r.cost_micro_usd, r.deferrals,
        coalesce(r.parent_close, 'cancel'), r.abandoned_at
        """

    static let select = "SELECT \(columns) FROM runs AS r JOIN versions AS v USING (version)"

    init(_ row: inout Row) throws(StoreError) {
        key = RunKey(rowID: row.integer(), epoch: row.integer())
        id = row.text()
        skill = row.text()
        version = row.text()
        versionID = row.text()
        commit = row.optional { $0.text() }
        inputHash = row.text()
        state = try row.word()
        recoveries = row.count()
        priority = row.count()
        trigger = try row.word()
        let (parent, path, attempt) = (row.optional { $0.integer() }, row.text(), row.count())
        self.parent = parent.map { NewRun.Parent(row: $0, path: path, attempt: attempt) }
        root = row.optional { $0.integer() }
        loop = row.optional { $0.text() }
        nominalAt = row.optional { $0.instant() }
        concurrencyKey = row.optional { $0.text() }
        idempotencyKey = row.optional { $0.text() }
        createdAt = row.instant()
        startedAt = row.optional { $0.instant() }
        changedAt = row.instant()
        deadlineAt = row.optional { $0.instant() }
        finishedAt = row.optional { $0.instant() }
        let (kind, detail, until) = (row.optional { $0.text() }, row.optional { $0.text() }, row.optional { $0.instant() })
        wait = kind.map { Wait(kind: $0, detail: detail, until: until) }
        errorType = row.optional { $0.text() }
        usage = UsageTotals(calls: row.count(), inputTokens: row.count(), outputTokens: row.count(), costMicroUSD: row.count())
        deferrals = row.count()
        parentClose = try row.word()
        abandonedAt = row.optional { $0.instant() }
    }
}

extension RunRecord {
    /// A body is in its row or in a blob; the reader need not know which.
    static let select = """
        SELECT \(RunSummary.columns), d.pins, d.limits, coalesce(d.input, i.bytes), coalesce(d.output, o.bytes), coalesce(d.error, e.bytes)
        FROM runs AS r JOIN versions AS v USING (version) JOIN documents AS d USING (run)
        LEFT JOIN blobs AS i ON i.blob = d.input_blob
        LEFT JOIN blobs AS o ON o.blob = d.output_blob
        LEFT JOIN blobs AS e ON e.blob = d.error_blob
        """

    init(_ row: inout Row) throws(StoreError) {
        summary = try RunSummary(&row)
        pins = row.bytes()
        limits = row.optional { $0.bytes() }
        input = row.bytes()
        output = row.optional { $0.bytes() }
        error = row.optional { $0.bytes() }
    }
}
