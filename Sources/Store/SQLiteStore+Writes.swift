package import CivilTime

/// Writing goes to the writer thread; what each write does is in `Writes/`.
extension SQLiteStore {
    package func remember(_ version: Version) async throws(StoreError) {
        try await writer.write(size: version.document.count + 256) { connection throws(StoreError) in try connection.remember(version) }
    }

    package func createRun(_ run: NewRun) async throws(StoreError) -> RunRecord {
        try await writer.write(size: run.size) { connection throws(StoreError) in try connection.create(run) }
    }

    package func claim(_ run: RunKey, at: Instant) async throws(StoreError) -> RunKey {
        try await writer.write(size: 256) { connection throws(StoreError) in try connection.claim(run, at: at) }
    }

    package func takeOver(_ rows: [Int64]) async throws(StoreError) -> [RunKey] {
        try await writer.write(size: 256 * rows.count) { connection throws(StoreError) in try connection.takeOver(rows) }
    }

    package func apply(_ transition: RunTransition) async throws(StoreError) {
        try await writer.write(size: transition.size) { connection throws(StoreError) in try connection.apply(transition) }
    }

    package func saveLoop(
        _ name: String, specificationHash: String, watermark: Instant, nextAt: Instant?
    ) async throws(StoreError) -> LoopRecord {
        try await writer.write(size: 256) { connection throws(StoreError) in
            try connection.saveLoop(name, specificationHash: specificationHash, watermark: watermark, nextAt: nextAt)
        }
    }

    package func pauseLoop(_ name: String, _ pause: LoopRecord.Pause) async throws(StoreError) -> LoopRecord {
        try await writer.write(size: 256) { connection throws(StoreError) in try connection.pauseLoop(name, pause) }
    }

    package func resumeLoop(_ name: String, watermark: Instant, nextAt: Instant?) async throws(StoreError) -> LoopRecord {
        try await writer.write(size: 256) { connection throws(StoreError) in
            try connection.resumeLoop(name, watermark: watermark, nextAt: nextAt)
        }
    }

    package func removeLoop(_ name: String) async throws(StoreError) {
        try await writer.write(size: 256) { connection throws(StoreError) in try connection.removeLoop(name) }
    }

    package func fire(_ decision: FireDecision) async throws(StoreError) -> FireResult {
        try await writer.write(size: 256 * decision.fires.count + (decision.run?.size ?? 0)) { connection throws(StoreError) in
            try connection.fire(decision)
        }
    }

    package func settle(
        loop: String, nominalAt: Instant, run: NewRun?, detail: String?, decidedAt: Instant
    ) async throws(StoreError) -> FireResult {
        try await writer.write(size: 256 + (run?.size ?? 0)) { connection throws(StoreError) in
            try connection.settle(loop: loop, nominalAt: nominalAt, run: run, detail: detail, decidedAt: decidedAt)
        }
    }
}
