package import JSON

/// A test attached to a skill: an input, an answer for each call, and what is expected of the run.
package struct SkillTest: Sendable {
    package let name: String
    package let input: JSON
    package let config: JSON.Object
    /// Call step id to the answers of its successive attempts; the last one is repeated.
    package let mocks: [String: [Mock]]
    package let expectation: Expectation
    package let pointer: String

    package struct Expectation: Sendable {
        package let output: JSON?
        /// Conditions over `output`, `calls` and `attempts`.
        package let assertions: [Formula]
        /// The type of the error that the run ends with, or a prefix of it.
        package let error: String?
        package let ran: [String]
        package let notRan: [String]
        package let attempts: [String: Int]
    }
}

/// The answer a test gives in place of a call.
package enum Mock: Sendable {
    case output(JSON)
    case failure(Failure)
    /// The model's side of an `agent` call.
    case script(AgentScript)
}
