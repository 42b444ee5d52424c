import CivilTime

@testable import Store

/// A write of the workload, as the store makes it and as the ledger does.
struct Act: Sendable {
    /// The method of `Store`: its name and its first parameter.
    let method: String
    private let write: @Sendable (SQLiteStore) async throws(StoreError) -> Void
    private let note: @Sendable (Connection) throws(StoreError) -> Void

    private init(
        _ method: String, _ write: @escaping @Sendable (SQLiteStore) async throws(StoreError) -> Void,
        _ note: @escaping @Sendable (Connection) throws(StoreError) -> Void
    ) {
        (self.method, self.write, self.note) = (method, write, note)
    }

    func perform(on store: SQLiteStore) async throws(StoreError) { try await write(store) }

    /// The same in the ledger, where only one thing happens at a time.
    func perform(on ledger: Connection) throws(StoreError) { try note(ledger) }
}

extension Act {
    static func remember(_ version: Version) -> Act {
        Act("remember(version", { store throws(StoreError) in try await store.remember(version) }) { c throws(StoreError) in try c.remember(version) }
    }
    static func create(_ run: NewRun) -> Act {
        Act("createRun(run", { store throws(StoreError) in _ = try await store.createRun(run) }) { c throws(StoreError) in _ = try c.create(run) }
    }
    static func takeOver(_ rows: [Int64]) -> Act {
        Act("takeOver(rows", { store throws(StoreError) in _ = try await store.takeOver(rows) }) { c throws(StoreError) in _ = try c.takeOver(rows) }
    }
    static func markDriven(_ runs: [RunKey]) -> Act {
        Act("markDriven(runs", { store throws(StoreError) in try await store.markDriven(runs) }) { c throws(StoreError) in try c.markDriven(runs) }
    }
    static func apply(_ transition: RunTransition) -> Act {
        Act("apply(transition", { store throws(StoreError) in try await store.apply(transition) }) { c throws(StoreError) in _ = try c.apply(transition) }
    }
    static func claimDue(_ at: Instant) -> Act {
        Act("claimDue(at", { store throws(StoreError) in _ = try await store.claimDue(at: at, limit: 3) }) { c throws(StoreError) in
            _ = try c.claimDue(at: at, limit: 3)
        }
    }
    static func cancel(_ row: Int64, _ request: Cancellation) -> Act {
        Act("cancel(row", { store throws(StoreError) in _ = try await store.cancel(row, request) }) { c throws(StoreError) in
            _ = try c.requestCancel(row, request)
        }
    }
    static func terminate(_ row: Int64, _ request: Cancellation) -> Act {
        Act("terminate(row", { store throws(StoreError) in _ = try await store.terminate(row, request, errorBody: json("{}")) }) { c throws(StoreError) in
            _ = try c.terminate(row, request, errorBody: json("{}"))
        }
    }
    static func pause(_ row: Int64, _ pause: Pause) -> Act {
        Act("pause(row", { store throws(StoreError) in _ = try await store.pause(row, pause) }) { c throws(StoreError) in _ = try c.pause(row, pause) }
    }
    static func resume(_ row: Int64, at: Instant) -> Act {
        Act("resume(row", { store throws(StoreError) in _ = try await store.resume(row, by: "kim", at: at) }) { c throws(StoreError) in
            _ = try c.resume(row, by: "kim", at: at)
        }
    }
    static func answer(_ wait: String, _ body: [UInt8], at: Instant) -> Act {
        Act("answer(wait", { store throws(StoreError) in _ = try await store.answer(wait, with: body, by: "kim", at: at) }) { c throws(StoreError) in
            _ = try c.answer(wait, with: body, by: "kim", at: at)
        }
    }
    static func emit(_ id: String, _ payload: [UInt8], at: Instant) -> Act {
        Act("emit(id", { store throws(StoreError) in _ = try await store.emit(id: id, name: "bell", payload: payload, at: at) }) { c throws(StoreError) in
            _ = try c.emit(id: id, name: "bell", payload: payload, from: nil, at: at)
        }
    }
    static func fork(_ run: NewRun, _ lineage: NewLineage) -> Act {
        Act("fork(run", { store throws(StoreError) in _ = try await store.fork(run, lineage) }) { c throws(StoreError) in _ = try c.fork(run, lineage) }
    }
    static func label(_ row: Int64, _ label: Label) -> Act {
        Act("label(row", { store throws(StoreError) in try await store.label(row, label) }) { c throws(StoreError) in try c.label(row, label) }
    }
    static func open(_ incident: Incident) -> Act {
        Act("open(incident", { store throws(StoreError) in try await store.open(incident) }) { c throws(StoreError) in try c.open(incident) }
    }
    static func closeIncident(_ id: String, at: Instant) -> Act {
        Act("closeIncident(id", { store throws(StoreError) in try await store.closeIncident(id, by: "kim", note: "seen", at: at) }) { c throws(StoreError) in
            try c.closeIncident(id, by: "kim", note: "seen", at: at)
        }
    }
    static func record(_ call: ToolCallRecord) -> Act {
        Act("record(call", { store throws(StoreError) in try await store.record(call) }) { c throws(StoreError) in try c.record(call) }
    }
    static func prune(_ rows: [Int64]) -> Act {
        Act("prune(rows", { store throws(StoreError) in _ = try await store.prune(rows) }) { c throws(StoreError) in _ = try c.prune(rows) }
    }
    /// One of the slices that `compact` consists of.
    static let compact = Act(
        "compact(",
        { store throws(StoreError) in
            _ = try await store.writer.write(size: 0) { connection throws(StoreError) in try connection.giveBack(pages: 20) }
        }, { _ in })
}

/// Loops, and what they fired.
extension Act {
    static func saveLoop(_ name: String, hash: String, watermark: Instant, nextAt: Instant) -> Act {
        Act(
            "saveLoop(name", { store throws(StoreError) in _ = try await store.saveLoop(name, specificationHash: hash, watermark: watermark, nextAt: nextAt) }
        ) { c throws(StoreError) in _ = try c.saveLoop(name, specificationHash: hash, watermark: watermark, nextAt: nextAt) }
    }
    static func pauseLoop(_ name: String, _ pause: LoopRecord.Pause) -> Act {
        Act("pauseLoop(name", { store throws(StoreError) in _ = try await store.pauseLoop(name, pause) }) { c throws(StoreError) in
            _ = try c.pauseLoop(name, pause)
        }
    }
    static func resumeLoop(_ name: String, watermark: Instant, nextAt: Instant) -> Act {
        Act("resumeLoop(name", { store throws(StoreError) in _ = try await store.resumeLoop(name, watermark: watermark, nextAt: nextAt) }) {
            c throws(StoreError) in _ = try c.resumeLoop(name, watermark: watermark, nextAt: nextAt)
        }
    }
    static func removeLoop(_ name: String) -> Act {
        Act("removeLoop(name", { store throws(StoreError) in try await store.removeLoop(name) }) { c throws(StoreError) in try c.removeLoop(name) }
    }
    static func fire(_ decision: FireDecision) -> Act {
        Act(
            "fire(decision",
            { store throws(StoreError) in
                if case .duplicate = try await store.fire(decision) { throw .constraint("\(decision.loop) fired before") }
            }
        ) { c throws(StoreError) in _ = try c.fire(decision) }
    }
    static func settle(_ loop: String, _ nominalAt: Instant, _ run: NewRun?, at: Instant) -> Act {
        Act(
            "settle(loop",
            { store throws(StoreError) in
                let result = try await store.settle(loop: loop, nominalAt: nominalAt, run: run, detail: nil, decidedAt: at)
                if case .duplicate = result { throw .constraint("\(loop) was settled before") }
            }
        ) { c throws(StoreError) in _ = try c.settle(loop: loop, nominalAt: nominalAt, run: run, detail: nil, decidedAt: at) }
    }
}

/// Proposals, reviews and tokens.
extension Act {
    static func open(_ proposal: Proposal) -> Act {
        Act("open(proposal", { store throws(StoreError) in _ = try await store.open(proposal, most: 50) }) { c throws(StoreError) in
            _ = try c.open(proposal, most: 50)
        }
    }
    static func renew(_ id: String, commit: String, evidence: [UInt8]) -> Act {
        let hash = versionID(7)
        return Act(
            "renew(id",
            { store throws(StoreError) in _ = try await store.renew(id, commit: commit, baseCommit: commit, evidence: evidence, hash: hash) }
        ) { c throws(StoreError) in _ = try c.renew(id, commit: commit, baseCommit: commit, evidence: evidence, hash: hash) }
    }
    static func close(_ id: String, _ state: Proposal.State, _ closing: Proposal.Closing) -> Act {
        Act("close(id", { store throws(StoreError) in _ = try await store.close(id, as: state, closing) }) { c throws(StoreError) in
            _ = try c.close(id, as: state, closing)
        }
    }
    static func review(_ id: String, _ review: Review) -> Act {
        Act("review(id", { store throws(StoreError) in try await store.review(id, review) }) { c throws(StoreError) in try c.review(id, review) }
    }
    static func edit(_ id: String, _ edit: Edit) -> Act {
        Act("edit(id", { store throws(StoreError) in _ = try await store.edit(id, edit) }) { c throws(StoreError) in _ = try c.edit(id, edit) }
    }
    static func issue(_ token: IssuedToken) -> Act {
        Act("issue(token", { store throws(StoreError) in try await store.issue(token) }) { c throws(StoreError) in try c.issue(token) }
    }
    static func revokeToken(_ id: String, at: Instant) -> Act {
        Act("revokeToken(id", { store throws(StoreError) in try await store.revokeToken(id, by: "kim", at: at) }) { c throws(StoreError) in
            try c.revokeToken(id, by: "kim", at: at)
        }
    }
}
