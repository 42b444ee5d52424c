import CivilTime

@testable import Store

/// Loops: defined, fired, paused, resumed, removed; fires that wait for their turn.
extension Workload {
    mutating func loop(on ledger: Ledger) throws(StoreError) -> Act? {
        guard let name = pick(["hourly", "nightly", "weekly"], { "loop \($0)" }) else { return nil }
        let state = try ledger.all("SELECT watermark, paused_at IS NOT NULL FROM loops WHERE name = '\(name)'") { ($0.instant(), $0.bool()) }.first
        let times = try ledger.all("SELECT max(coalesce(through_at, nominal_at)) FROM fires WHERE loop = '\(name)'") { $0.optional { $0.instant() } }
        let start = max(state?.0 ?? instant(0), times.first.flatMap(\.self) ?? instant(0))
        func minute(_ count: Int) -> Instant { start + .seconds(60 * count) }
        guard let (_, isPaused) = state, !dice.chance(12) else {
            return .saveLoop(name, hash: "definition \(next())", watermark: start, nextAt: minute(1))
        }
        switch dice.roll(1...100) {
        case ...8: return .removeLoop(name)
        case ...28:
            if isPaused { return .resumeLoop(name, watermark: minute(1), nextAt: minute(2)) }
            return .pauseLoop(name, LoopRecord.Pause(by: "kim", at: now, reason: "reason \(next())"))
        case ...50:
            let buffered = try ledger.all("SELECT nominal_at FROM fires WHERE loop = '\(name)' AND outcome = 'buffered'") { $0.instant() }
            guard let nominal = buffered.randomElement(using: &dice) else { fallthrough }
            return .settle(name, nominal, dice.chance(60) ? run(at: nominal) : nil, at: now)
        default: return .fire(decision(name, minute))
        }
    }

    private mutating func run(at nominal: Instant) -> NewRun {
        var run = run()
        run.trigger = .schedule
        run.nominalAt = nominal
        return run
    }

    /// The next times of the loop: one run for the two latest, sometimes a range that was missed, sometimes one that has to wait.
    private mutating func decision(_ name: String, _ minute: (Int) -> Instant) -> FireDecision {
        var fires = [Fire(nominalAt: minute(6), outcome: .started), Fire(nominalAt: minute(5), outcome: .coalesced)]
        if dice.chance(30) { fires.append(Fire(nominalAt: minute(1), outcome: .missed, count: 4, throughAt: minute(4))) }
        if dice.chance(40) { fires.append(Fire(nominalAt: minute(7), outcome: .buffered)) }
        return FireDecision(loop: name, fires: fires, run: run(at: minute(6)), watermark: minute(7), nextAt: minute(8), decidedAt: now)
    }
}
