package import CivilTime
package import JSON

/// What an earlier run recorded: what went in, what its calls answered, what came out.
package struct Recording: Sendable {
    package struct Entry: Sendable {
        package let id: CallID
        package let callable: String
        /// As it was written to the journal, with secrets by name.
        package let arguments: JSON
        package let outcome: Outcome
        package let at: Instant

        package init(id: CallID, callable: String, arguments: JSON, outcome: Outcome, at: Instant) {
            self.id = id
            self.callable = callable
            self.arguments = arguments
            self.outcome = outcome
            self.at = at
        }
    }

    package let facts: RunFacts
    package let input: JSON
    package let startedAt: Instant
    /// Of the run's jitter.
    package let seed: UInt64
    package let entries: [Entry]
    /// The output; nil when the run did not succeed.
    package let output: JSON?
    /// The type of the error it ended with.
    package let error: String?

    package init(facts: RunFacts, input: JSON, startedAt: Instant, seed: UInt64, entries: [Entry], output: JSON?, error: String?) {
        self.facts = facts
        self.input = input
        self.startedAt = startedAt
        self.seed = seed
        self.entries = entries
        self.output = output
        self.error = error
    }
}
