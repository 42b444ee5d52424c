import CivilTime

@testable import Store

/// Thinks up writes that fit what the ledger holds: runs of every size and end, waits, late outcomes, loops and their fires.
struct Workload {
    private var dice: Dice
    /// Every run, entry and definition has a number of its own.
    private var number = 0
    private static let loops = ["hourly", "nightly"]

    init(seed: UInt64) { dice = Dice(seed: seed) }

    /// Writes that can be made together, in this order. `rows` has the row of every run of the ledger.
    mutating func round(on ledger: Ledger, rows: [String: Int64]) -> [Act] {
        var ended = Set(ledger.runs.filter { $0.value.state.isTerminal }.map(\.key))
        var fired: Set<String> = []
        var acts: [Act] = []
        for _ in 0..<dice.roll(1...6) {
            let pick = dice.roll(1...100)
            if pick <= 60, let id = ledger.runs.keys.sorted().randomElement(using: &dice), let row = rows[id], let run = ledger.runs[id] {
                let key = RunKey(rowID: row, epoch: run.epoch)
                acts.append(.apply(id, ended.contains(id) ? late(key) : step(key)))
                if case .apply(_, let transition) = acts.last, case .finished = transition.change { ended.insert(id) }
            } else if pick <= 80 {
                acts.append(.create(run()))
            } else if let name = Self.loops.randomElement(using: &dice), fired.insert(name).inserted {
                acts.append(decision(name, ledger.loops[name]))
            }
        }
        return acts
    }

    private mutating func next() -> Int {
        number += 1
        return number
    }

    /// JSON that no other body equals; one in seven does not fit into its row.
    private mutating func body() -> [UInt8] {
        let size = dice.chance(15) ? dice.roll(17_000...40_000) : dice.chance(15) ? dice.roll(3_000...9_000) : dice.roll(0...200)
        return json("{\"n\":\(next()),\"pad\":\"") + [UInt8](repeating: UInt8(ascii: "a") + UInt8(number % 26), count: size) + json("\"}")
    }

    private mutating func run() -> NewRun {
        let number = next()
        return NewRun(
            id: runID(number), skill: "sweep", versionID: versionID(), input: body(), inputHash: "h\(number)", trigger: .manual,
            createdAt: instant(number), state: .running)
    }

    private mutating func step(_ run: RunKey) -> RunTransition {
        let entries = (0..<dice.roll(1...3)).map { index in
            let kind: JournalEntry.Kind = [.outcome, .outcome, .intent, .signal, .cancelRequest][dice.roll(0...4)]
            return JournalEntry(kind: kind, path: "step\(index)", attempt: dice.roll(1...3), at: instant(number), body: body())
        }
        var transition = RunTransition(run: run, entries: entries, at: instant(number))
        switch dice.roll(1...100) {
        case ...55: transition.change = .none
        case ...65: transition.change = .waiting(on: "sleep", detail: nil, until: instant(number + 60))
        case ...75: transition.change = .running
        case ...80: transition.change = .paused
        case ...92: transition.change = .finished(state: .succeeded, output: body(), errorType: nil, error: nil)
        default: transition.change = .finished(state: .failed, output: nil, errorType: "http.status", error: body())
        }
        if dice.chance(30) { transition.usage = UsageTotals(calls: 1, inputTokens: dice.roll(1...900), costMicroUSD: dice.roll(1...90)) }
        return transition
    }

    private mutating func late(_ run: RunKey) -> RunTransition {
        let entry = JournalEntry(kind: .late, path: "step0", attempt: 1, at: instant(number), body: body())
        return RunTransition(run: run, entries: [entry], at: instant(number))
    }

    /// A new definition, or the next times of the loop: one run for the two latest, and sometimes a range that was missed.
    private mutating func decision(_ name: String, _ loop: LoopShape?) -> Act {
        guard let loop, !dice.chance(15) else {
            let watermark = loop?.watermark ?? instant(0)
            return .saveLoop(name, hash: "definition \(next())", watermark: watermark, nextAt: Instant(milliseconds: watermark.milliseconds + 60_000))
        }
        func minute(_ count: Int) -> Instant { Instant(milliseconds: loop.watermark.milliseconds + Int64(count) * 60_000) }
        var fires = [Fire(nominalAt: minute(6), outcome: .started), Fire(nominalAt: minute(5), outcome: .coalesced)]
        if dice.chance(30) { fires.append(Fire(nominalAt: minute(1), outcome: .missed, count: 4, throughAt: minute(4))) }
        var run = run()
        run.trigger = .schedule
        run.nominalAt = minute(6)
        return .fire(FireDecision(loop: name, fires: fires, run: run, watermark: minute(6), nextAt: minute(7), decidedAt: minute(6)))
    }
}
