import CivilTime
import JSON
import SkillLanguage
import Store

/// The runs whose outcomes a repetition keeps, the oldest first. Empty for a run that repeats none.
struct Ancestry: Sendable {
    struct Life: Sendable {
        /// When that run began: the outcomes up to `through` have its times.
        let start: Instant
        /// How many of the kept outcomes are its own or older.
        let through: Int
    }

    var lives: [Life] = []
    /// What the oldest run was due for: `run.scheduled_at` stays the same in repetitions.
    var scheduledAt: Instant?

    /// How many entries at the beginning of the journal are other runs' outcomes.
    var kept: Int { lives.last?.through ?? 0 }

    /// Takes the outcomes in, each in the life it belongs to, and ends where the repetition itself begins. Time stands still between
    /// one life and the next.
    /// - Parameter judge: gets each outcome and what became of it; stops by returning false.
    func recall(
        _ outcomes: [KeptOutcome], in execution: inout Execution, beginningAt start: Instant, judge: (KeptOutcome, Execution.Recall) -> Bool
    ) {
        guard !lives.isEmpty else { return }
        var rest = outcomes[...]
        var taken = 0
        for (number, life) in lives.enumerated() {
            if number > 0 { execution.begin(at: life.start) }
            while taken < life.through, let outcome = rest.popFirst() {
                taken += 1
                guard judge(outcome, execution.recall(outcome.call.id, of: outcome.call.callable, outcome.outcome, at: outcome.at)) else { return }
            }
        }
        execution.begin(at: start)
    }
}

/// An outcome in the journal of a run that is repeated.
struct KeptOutcome: Sendable {
    let call: ForkPlan.Call
    let outcome: Outcome
    let at: Instant

    /// - Throws: `StoreError.corrupt` for an entry that is none.
    init(_ record: JournalRecord) throws {
        let body = try JSON(parsing: record.entry.body)
        guard let outcome = OutcomeRecord.outcome(from: body) else {
            throw StoreError.corrupt("the kept journal entry \(record.sequence) is not an outcome")
        }
        call = ForkPlan.Call(record.entry, body)
        self.outcome = outcome
        at = record.entry.at
    }
}

extension Engine {
    func ancestry(of row: Int64) async throws -> Ancestry {
        var ancestry = Ancestry()
        var (row, kept) = (row, Int.max)
        while let lineage = try await store.lineage(of: row) {
            let origin = try await store.run(lineage.origin)
            kept = min(kept, lineage.kept)
            ancestry.precede(by: origin.summary, through: kept)
            row = origin.key.rowID
        }
        return ancestry
    }
}

extension Ancestry {
    mutating func precede(by run: RunSummary, through kept: Int) {
        lives.insert(Life(start: run.startedAt ?? run.createdAt, through: kept), at: 0)
        scheduledAt = run.nominalAt ?? run.createdAt
    }

    /// What a repetition of `run` has, when it keeps so many outcomes of a run with this ancestry.
    func succeeded(by run: RunSummary, kept: Int) -> Ancestry {
        var copy = Ancestry(lives: lives.map { Life(start: $0.start, through: min($0.through, kept)) }, scheduledAt: scheduledAt)
        copy.lives.append(Life(start: run.startedAt ?? run.createdAt, through: kept))
        if copy.scheduledAt == nil { copy.scheduledAt = run.nominalAt ?? run.createdAt }
        return copy
    }
}
