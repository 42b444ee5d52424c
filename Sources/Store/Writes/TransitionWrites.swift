import CivilTime
import CrashPoints

extension Connection {
    /// Entries first, then the run's row: the first statement that is guarded refuses the whole before anything is written.
    func apply(_ transition: RunTransition) throws(StoreError) -> WriteEffects {
        CrashPoint.reach("store.apply.begun")
        let run = transition.run
        var effects = WriteEffects()
        // A wait that was answered refuses the transition: looked at before anything is written.
        for case .abandon(let call) in transition.waits { try checkUnanswered(call, of: run) }
        for entry in transition.entries { try append(entry, to: run) }
        CrashPoint.reach("store.apply.entries-written")
        for recorded in transition.acts {
            let outcome = try carryOut(recorded.act, of: run, at: transition.at, &effects)
            effects.acts.append(outcome)
            let entry = JournalEntry(
                kind: .outcome, path: recorded.call.path, attempt: recorded.call.attempt, at: transition.at, body: recorded.body(outcome))
            try append(entry, to: run)
        }
        CrashPoint.reach("store.apply.acts-done")
        for change in transition.waits { try apply(change, of: run, at: transition.at, &effects) }
        CrashPoint.reach("store.apply.waits-changed")
        for child in transition.abandonedChildren { effects += try leaveChild(child, of: run, at: transition.at) }
        switch transition.change {
        case .none:
            if let usage = transition.usage { try add(usage, to: run) }
        case .running:
            try update(run, to: .running, wait: (nil, nil, nil), usage: transition.usage, at: transition.at)
        case .waiting(let kind, let detail, let until):
            try update(run, to: .waiting, wait: (kind, detail, until), usage: transition.usage, at: transition.at)
        case .paused:
            try update(run, to: .paused, wait: (nil, nil, nil), usage: transition.usage, at: transition.at)
        case .finished(let state, let output, let errorType, let error):
            effects += try finish(run, as: state, errorType: errorType, usage: transition.usage, at: transition.at)
            if output != nil || error != nil { try keep(output: output, error: error, of: run) }
        }
        CrashPoint.reach("store.apply.run-changed")
        if let incident = transition.incident { try open(incident) }
        if let parking = transition.parking, try park(run, parking, at: transition.at) { effects.woke = true }
        CrashPoint.reach("store.apply.parked")
        return effects
    }

    /// The busiest statement of the product. The value for `run` is the guard: it is NULL, which the column refuses,
    /// unless the run has the writer's epoch and is open or the entry is a late one.
    func append(_ entry: JournalEntry, to run: RunKey) throws(StoreError) {
        let body = try place(entry.body)
        let statement = try statement(
            """
            INSERT INTO journal (run, sequence, kind, path, attempt, epoch, at, duration_us, body, blob) VALUES (
                (SELECT run FROM runs WHERE run = ?1 AND epoch = ?2 AND (finished_at IS NULL OR ?3 = 'late')),
                1 + coalesce((SELECT max(sequence) FROM journal WHERE run = ?1), 0),
                ?3, ?4, ?5, ?2, ?6, ?7, ?8, ?9)
            """)
        try statement.bind(
            run.rowID, run.epoch, entry.kind, entry.path, entry.attempt, entry.at, entry.durationMicroseconds, body.inline, body.blob)
        switch statement.complete() {
        case .done: return
        case .notNull: throw try refusal(of: run)
        case let code: throw failure(code.rawValue)
        }
    }

    private func update(
        _ run: RunKey, to state: RunState, wait: (kind: String?, detail: String?, until: Instant?), usage: UsageTotals?, at: Instant
    ) throws(StoreError) {
        let usage = usage ?? UsageTotals()
        let changed = try execute(
            """
            UPDATE runs SET state = ?3, wait_kind = ?4, wait_detail = ?5, wait_until = ?6, changed_at = ?7,
                started_at = CASE WHEN ?3 = 'running' THEN coalesce(started_at, ?7) ELSE started_at END,
                calls = calls + ?8, input_tokens = input_tokens + ?9, output_tokens = output_tokens + ?10,
                cost_micro_usd = cost_micro_usd + ?11
            WHERE run = ?1 AND epoch = ?2 AND finished_at IS NULL
            """, run.rowID, run.epoch, state, wait.kind, wait.detail, wait.until, at, usage.calls, usage.inputTokens,
            usage.outputTokens, usage.costMicroUSD)
        if changed == 0 { throw try refusal(of: run) }
    }

    private func add(_ usage: UsageTotals, to run: RunKey) throws(StoreError) {
        let changed = try execute(
            """
            UPDATE runs SET calls = calls + ?3, input_tokens = input_tokens + ?4, output_tokens = output_tokens + ?5,
                cost_micro_usd = cost_micro_usd + ?6
            WHERE run = ?1 AND epoch = ?2 AND finished_at IS NULL
            """, run.rowID, run.epoch, usage.calls, usage.inputTokens, usage.outputTokens, usage.costMicroUSD)
        if changed == 0 { throw try refusal(of: run) }
    }

    func keep(output: [UInt8]?, error: [UInt8]?, of run: RunKey) throws(StoreError) {
        let output = try place(output)
        let error = try place(error)
        try execute(
            "UPDATE documents SET output = ?2, output_blob = ?3, error = ?4, error_blob = ?5 WHERE run = ?1", run.rowID, output.inline,
            output.blob, error.inline, error.blob)
    }
}
