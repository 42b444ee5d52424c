package import CivilTime

/// Writing goes to the writer thread; what each write does is in `Writes/`.
extension SQLiteStore {
    package func remember(_ version: Version) async throws(StoreError) {
        try await writer.write(size: version.document.count + 256) { connection throws(StoreError) in try connection.remember(version) }
    }

    package func createRun(_ run: NewRun) async throws(StoreError) -> RunRecord {
        try await writer.write(size: run.size) { connection throws(StoreError) in try connection.create(run) }
    }

    package func takeOver(_ rows: [Int64]) async throws(StoreError) -> [TakenRun] {
        try await writer.write(size: 256 * rows.count) { connection throws(StoreError) in try connection.takeOver(rows) }
    }

    package func markDriven(_ runs: [RunKey]) async throws(StoreError) {
        try await writer.write(size: 64 * runs.count) { connection throws(StoreError) in try connection.markDriven(runs) }
    }

    @discardableResult
    package func apply(_ transition: RunTransition) async throws(StoreError) -> WriteEffects {
        try await writer.write(size: transition.size) { connection throws(StoreError) in try connection.apply(transition) }
    }

    package func claimDue(at: Instant, limit: Int) async throws(StoreError) -> [RunKey] {
        try await writer.write(size: 256 * limit) { connection throws(StoreError) in try connection.claimDue(at: at, limit: limit) }
    }

    package func cancel(_ row: Int64, _ request: Cancellation) async throws(StoreError) -> WriteEffects {
        try await writer.write(size: 512) { connection throws(StoreError) in try connection.requestCancel(row, request) }
    }

    package func terminate(_ row: Int64, _ request: Cancellation, errorBody: [UInt8]) async throws(StoreError) -> WriteEffects {
        try await writer.write(size: 512) { connection throws(StoreError) in try connection.terminate(row, request, errorBody: errorBody) }
    }

    package func pause(_ row: Int64, _ pause: Pause) async throws(StoreError) -> WriteEffects {
        try await writer.write(size: 512) { connection throws(StoreError) in try connection.pause(row, pause) }
    }

    package func resume(_ row: Int64, by: String, at: Instant) async throws(StoreError) -> WriteEffects {
        try await writer.write(size: 512) { connection throws(StoreError) in try connection.resume(row, by: by, at: at) }
    }

    package func answer(_ wait: String, with body: [UInt8], by: String, at: Instant) async throws(StoreError) -> WriteEffects {
        try await writer.write(size: 256 + body.count) { connection throws(StoreError) in try connection.answer(wait, with: body, by: by, at: at) }
    }

    package func emit(id: String, name: String, payload: [UInt8], at: Instant) async throws(StoreError) -> WriteEffects {
        try await writer.write(size: 256 + payload.count) { connection throws(StoreError) in try connection.emit(id: id, name: name, payload: payload, from: nil, at: at) }
    }

    package func fork(_ run: NewRun, _ lineage: NewLineage) async throws(StoreError) -> RunRecord {
        try await writer.write(size: run.size + 4096) { connection throws(StoreError) in try connection.fork(run, lineage) }
    }

    package func label(_ row: Int64, _ label: Label) async throws(StoreError) {
        try await writer.write(size: 512) { connection throws(StoreError) in try connection.label(row, label) }
    }

    package func open(_ incident: Incident) async throws(StoreError) {
        try await writer.write(size: 512) { connection throws(StoreError) in try connection.open(incident) }
    }

    package func closeIncident(_ id: String, by: String, note: String?, at: Instant) async throws(StoreError) {
        try await writer.write(size: 256) { connection throws(StoreError) in try connection.closeIncident(id, by: by, note: note, at: at) }
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
