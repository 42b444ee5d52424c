import JSON
package import SkillLanguage
import Store

/// What a repetition of a run keeps and what it does again. Made before anything is written, and without effects.
package struct ForkPlan: Sendable {
    /// A call of the run that is repeated.
    package struct Call: Sendable, Hashable, CustomStringConvertible {
        package let id: CallID
        package let step: String
        package let callable: String

        package var description: String { "\(id.path)#\(id.attempt) (\(callable))" }

        init(_ entry: JournalEntry, _ body: JSON) {
            id = CallID(path: entry.path, attempt: entry.attempt)
            step = body["step"]?.string ?? ""
            callable = body["callable"]?.string ?? ""
        }
    }

    /// Why an outcome cannot be kept.
    package struct Problem: Sendable, Hashable {
        package let call: Call
        package let message: String
    }

    /// Outcomes before this sequence number are kept.
    package let before: Int
    /// The outcomes that are kept, in order.
    package let kept: [Call]
    /// What the other run did after the cut. It is done again where the repetition comes to it.
    package let again: [Call]
    /// Those of `again` that wrote outside and whose outcome nobody knows: they may have happened already.
    package let unknown: [Call]
    /// The first outcome that the repetition does not come to.
    package let problem: Problem?

    /// - Parameter execution: of the version that is to go on, not started, beginning when the oldest run of `ancestry` did.
    init(_ journal: [JournalRecord], before: Int, of ancestry: Ancestry, in execution: Execution) throws {
        self.before = before
        let outcomes = try journal.outcomes(before: before).map(KeptOutcome.init)
        kept = outcomes.map(\.call)
        let ended = Set(journal.filter { $0.entry.kind == .outcome }.map { CallID(path: $0.entry.path, attempt: $0.entry.attempt) })
        var (again, unknown): ([Call], [Call]) = ([], [])
        for record in journal where ForkCut.isCall(record) {
            let call = Call(record.entry, try JSON(parsing: record.entry.body))
            let isOpen = record.entry.kind == .intent && !ended.contains(call.id)
            if isOpen { unknown.append(call) }
            if isOpen || record.entry.kind == .outcome && record.sequence >= before { again.append(call) }
        }
        (self.again, self.unknown) = (again, unknown)
        var execution = execution
        var problem: Problem?
        execution.start()
        ancestry.recall(outcomes, in: &execution, beginningAt: execution.clock) { outcome, recall in
            switch recall {
            case .taken: return true
            case .notReached: problem = Problem(call: outcome.call, message: "the outcome is not waited for")
            case .callsOther(let callable): problem = Problem(call: outcome.call, message: "\(callable) is called instead")
            }
            return false
        }
        self.problem = problem
    }
}
