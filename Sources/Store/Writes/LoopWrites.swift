import CivilTime
import CrashPoints

extension Connection {
    func saveLoop(_ name: String, specificationHash: String, watermark: Instant, nextAt: Instant?) throws(StoreError) -> LoopRecord {
        try execute(
            """
            INSERT INTO loops (name, specification_hash, watermark, next_at, revision) VALUES (?1, ?2, ?3, ?4, 1)
            ON CONFLICT (name) DO UPDATE SET specification_hash = ?2, watermark = max(watermark, ?3), next_at = ?4, revision = revision + 1
            WHERE specification_hash <> ?2
            """, name, specificationHash, watermark, nextAt)
        CrashPoint.reach("store.loop.saved")
        return try loop(name)
    }

    func pauseLoop(_ name: String, _ pause: LoopRecord.Pause) throws(StoreError) -> LoopRecord {
        try execute(
            """
            UPDATE loops SET paused_by = ?2, paused_at = ?3, paused_reason = ?4, revision = revision + 1
            WHERE name = ?1 AND paused_at IS NULL
            """, name, pause.by, pause.at, pause.reason)
        return try loop(name)
    }

    func resumeLoop(_ name: String, watermark: Instant, nextAt: Instant?) throws(StoreError) -> LoopRecord {
        try execute(
            """
            UPDATE loops SET paused_by = NULL, paused_at = NULL, paused_reason = NULL, consecutive_failures = 0,
                watermark = max(watermark, ?2), next_at = ?3, revision = revision + 1
            WHERE name = ?1 AND paused_at IS NOT NULL
            """, name, watermark, nextAt)
        return try loop(name)
    }

    func removeLoop(_ name: String) throws(StoreError) {
        let removed = try execute("DELETE FROM loops WHERE name = ?1", name)
        if removed == 0 { throw .notFound(what: "loop", name: name) }
    }

    /// The ledger is asked first, so a duplicate has written nothing.
    func fire(_ decision: FireDecision) throws(StoreError) -> FireResult {
        if (decision.run != nil) != decision.fires.contains(where: { $0.outcome == .started }) {
            throw .constraint("a decision has a run exactly when one of its fires is started")
        }
        _ = try loop(decision.loop)
        for fire in decision.fires {
            let known = try first("SELECT 1 FROM fires WHERE loop = ?1 AND nominal_at = ?2", decision.loop, fire.nominalAt) { _ in true }
            if known != nil { return .duplicate }
        }
        CrashPoint.reach("store.fire.judged")
        let run = try startOfLoop(decision.run, decision.loop)
        CrashPoint.reach("store.fire.run-created")
        for fire in decision.fires {
            let started = fire.outcome == .started || fire.outcome == .coalesced ? run : nil
            try execute(
                """
                INSERT INTO fires (loop, nominal_at, outcome, run, detail, count, through_at, decided_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                """, decision.loop, fire.nominalAt, fire.outcome, started?.key.rowID, fire.detail, fire.count, fire.throughAt,
                decision.decidedAt)
        }
        CrashPoint.reach("store.fire.ledger-written")
        if let watermark = decision.watermark {
            try execute(
                "UPDATE loops SET watermark = ?2, next_at = ?3 WHERE name = ?1 AND watermark < ?2", decision.loop, watermark, decision.nextAt)
        }
        CrashPoint.reach("store.fire.watermark-moved")
        return .recorded(run)
    }

    func settle(loop: String, nominalAt: Instant, run: NewRun?, detail: String?, decidedAt: Instant) throws(StoreError) -> FireResult {
        let buffered = try first(
            "SELECT 1 FROM fires WHERE loop = ?1 AND nominal_at = ?2 AND outcome = 'buffered'", loop, nominalAt
        ) { _ in true }
        if buffered == nil { return .duplicate }
        let run = try startOfLoop(run, loop)
        try execute(
            "UPDATE fires SET outcome = ?3, run = ?4, detail = ?5, decided_at = ?6 WHERE loop = ?1 AND nominal_at = ?2", loop, nominalAt,
            run == nil ? FireOutcome.dropped : .started, run?.key.rowID, detail, decidedAt)
        return .recorded(run)
    }

    /// A fire's run belongs to the loop, whatever its maker wrote.
    private func startOfLoop(_ run: NewRun?, _ loop: String) throws(StoreError) -> RunRecord? {
        guard var run else { return nil }
        run.loop = loop
        return try create(run)
    }
}
