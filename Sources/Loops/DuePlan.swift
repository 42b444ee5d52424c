import CivilTime
import SkillLanguage
import Store

/// What to do about the nominal times of one loop that have passed and were not dealt with. Pure: the same times, the same plan.
struct DuePlan: Equatable {
    /// Times that are simply due, in order; each is fired by itself, subject to the overlap policy.
    var regular: [Instant] = []
    /// The missed time that one run makes up for.
    var catchUp: Instant?
    /// Ledger rows for times that start nothing.
    var ledger: [Fire] = []

    /// A time counts as due, not as missed, for this long.
    static let grace = Duration.seconds(10)
    /// Times listed one by one at most; the older rest is one range row.
    private static let most = 100_000

    init(_ loop: LoopDocument, after watermark: Instant, through now: Instant, isPaused: Bool) {
        guard let first = loop.schedule.next(after: watermark), first <= now else { return }
        let old = max(watermark, now - max(loop.window, Self.grace))
        if let range = loop.schedule.range(after: watermark, through: old) {
            let outcome: FireOutcome = isPaused ? .skippedPaused : .missed
            let through = range.count > 1 ? range.last : nil
            let detail = range.isComplete ? "older than the window of \(loop.window.text)" : "older than the window of \(loop.window.text); at least this many"
            ledger.append(Fire(nominalAt: range.first, outcome: outcome, detail: isPaused ? nil : detail, count: range.count, throughAt: through))
        }
        let recent = max(old, now - Self.grace)
        let missed = loop.schedule.times(after: old, through: recent, limit: Self.most)
        regular = loop.schedule.times(after: recent, through: now, limit: Self.most)
        if isPaused {
            ledger += (missed + regular).map { Fire(nominalAt: $0, outcome: .skippedPaused) }
            regular = []
            return
        }
        switch loop.catchup {
        case .none: ledger += missed.map { Fire(nominalAt: $0, outcome: .missed, detail: "no server was running") }
        case .latest:
            var coalesced = missed
            if regular.isEmpty { catchUp = coalesced.popLast() }
            let into = catchUp ?? regular.first
            ledger += coalesced.map { Fire(nominalAt: $0, outcome: .coalesced, detail: into.map { "into \($0)" }) }
        }
    }
}
