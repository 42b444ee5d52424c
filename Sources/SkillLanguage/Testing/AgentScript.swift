package import JSON

/// The model's side of an agent in a test, turn by turn, with the results of the tools it calls.
package struct AgentScript: Sendable {
    package let turns: [Turn]
    package let pointer: String

    /// One answer of the model.
    package struct Turn: Sendable {
        package let text: String
        package let uses: [Use]
        package let finish: JSON?
        /// The model's server fails in place of an answer.
        package let failure: Failure?
        package let usage: Usage
        /// How long the model takes.
        package let takes: Duration
        package let pointer: String
    }

    /// One call of a tool.
    package struct Use: Sendable {
        package let tool: String
        package let arguments: JSON
        /// Nil for a call that is expected to be refused before it is made.
        package let answer: Result<JSON, Failure>?
        package let takes: Duration
        package let pointer: String
    }
}
