import CivilTime

@testable import Store

/// A run as it should be, or as the database shows it.
struct RunShape: Hashable {
    var state: RunState
    var epoch: Int64 = 1
    var recoveries = 0
    var input: [UInt8]
    var output: [UInt8]?
    var errorType: String?
    var error: [UInt8]?
    var wait: String?
    var usage = UsageTotals()
    var loop: String?
    var nominalAt: Instant?
    var journal: [JournalRecord] = []
    /// The length of the journal at the last recovery, which the store keeps to itself.
    var lengthAtRecovery = Unseen(value: 0)
}

/// What is not compared.
struct Unseen: Hashable {
    var value: Int

    static func == (a: Unseen, b: Unseen) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}

struct LoopShape: Hashable {
    struct Decided: Hashable {
        let fire: Fire
        let run: String?
    }

    var hash: String
    var watermark: Instant
    var nextAt: Instant?
    var failures = 0
    /// By nominal time.
    var fires: [Decided] = []
}

/// What the database has to hold: everything that was acknowledged, and nothing else.
struct Ledger: Equatable {
    var runs: [String: RunShape] = [:]
    var loops: [String: LoopShape] = [:]

    mutating func record(_ act: Act) {
        switch act {
        case .create(let run): create(run, loop: run.loop)
        case .apply(let id, let transition): apply(transition, to: id)
        case .takeOver(let ids, _):
            for id in ids {
                guard var run = runs[id] else { continue }
                let length = run.journal.count
                run.epoch += 1
                if run.state == .running { run.recoveries = length > run.lengthAtRecovery.value ? 1 : run.recoveries + 1 }
                run.lengthAtRecovery.value = length
                runs[id] = run
            }
        case .saveLoop(let name, let hash, let watermark, let nextAt):
            var loop = loops[name] ?? LoopShape(hash: hash, watermark: watermark)
            loop.hash = hash
            loop.watermark = max(loop.watermark, watermark)
            loop.nextAt = nextAt
            loops[name] = loop
        case .fire(let decision):
            if let run = decision.run { create(run, loop: decision.loop) }
            let decided = decision.fires.map { fire in
                LoopShape.Decided(fire: fire, run: fire.outcome == .started || fire.outcome == .coalesced ? decision.run?.id : nil)
            }
            loops[decision.loop]?.fires += decided
            loops[decision.loop]?.fires.sort { $0.fire.nominalAt < $1.fire.nominalAt }
            if let watermark = decision.watermark { loops[decision.loop]?.watermark = watermark }
            loops[decision.loop]?.nextAt = decision.nextAt
        }
    }

    private mutating func create(_ run: NewRun, loop: String?) {
        runs[run.id] = RunShape(state: run.state.run, input: run.input, loop: loop, nominalAt: run.nominalAt)
    }

    private mutating func apply(_ transition: RunTransition, to id: String) {
        guard var run = runs[id] else { return }
        for entry in transition.entries {
            run.journal.append(JournalRecord(sequence: run.journal.count + 1, epoch: transition.run.epoch, entry: entry))
        }
        if let usage = transition.usage { run.usage = run.usage + usage }
        switch transition.change {
        case .none: break
        case .running: (run.state, run.wait) = (.running, nil)
        case .paused: (run.state, run.wait) = (.paused, nil)
        case .waiting(let kind, _, _): (run.state, run.wait) = (.waiting, kind)
        case .finished(let state, let output, let errorType, let error):
            (run.state, run.wait, run.output, run.errorType, run.error) = (state, nil, output, errorType, error)
            if let loop = run.loop, let failed = state.isFailureOfLoop {
                let before = loops[loop]?.failures ?? 0
                loops[loop]?.failures = failed ? before + 1 : 0
            }
        }
        runs[id] = run
    }
}

extension Ledger {
    /// What a database holds.
    init(_ store: SQLiteStore) async throws(StoreError) {
        var cursor: Cursor?
        repeat {
            let page = try await store.runs(RunFilter(), after: cursor, limit: 1_000)
            for summary in page.items {
                let run = try await store.run(row: summary.key.rowID)
                runs[run.id] = RunShape(
                    state: run.state, epoch: run.key.epoch, recoveries: run.recoveries, input: run.input, output: run.output,
                    errorType: run.errorType, error: run.error, wait: run.wait?.kind, usage: run.usage, loop: run.loop, nominalAt: run.nominalAt,
                    journal: try await store.journal(of: run.key.rowID))
            }
            cursor = page.next
        } while cursor != nil
        for loop in try await store.loops() {
            let fires = try await store.fires(of: loop.name, after: nil, limit: 10_000).items
            loops[loop.name] = LoopShape(
                hash: loop.specificationHash, watermark: loop.watermark, nextAt: loop.nextAt, failures: loop.consecutiveFailures,
                fires: fires.reversed().map { LoopShape.Decided(fire: $0.fire, run: $0.run?.id) })
        }
    }

    /// What of this is missing or different in `found`, and what is there too much, in words.
    func differences(from found: Ledger) -> [String] {
        var all: [String] = []
        for id in Set(runs.keys).union(found.runs.keys).sorted() where runs[id] != found.runs[id] {
            guard let expected = runs[id] else {
                all.append("run \(id) should not be there")
                continue
            }
            guard let run = found.runs[id] else {
                all.append("run \(id) with \(expected.journal.count) entries is lost")
                continue
            }
            let same = zip(expected.journal, run.journal).prefix { $0 == $1 }.count
            all.append(
                """
                run \(id): state \(expected.state) became \(run.state), epoch \(expected.epoch) \(run.epoch), entries \(expected.journal.count) \
                became \(run.journal.count), of which the first \(same) are the same
                """)
        }
        for name in Set(loops.keys).union(found.loops.keys).sorted() where loops[name] != found.loops[name] {
            let (fires, there) = (loops[name]?.fires.count ?? -1, found.loops[name]?.fires.count ?? -1)
            all.append("loop \(name): \(fires) fires became \(there), or its state is another")
        }
        return all
    }
}
