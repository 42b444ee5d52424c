package import JSON

/// The `with` of an `agent` call: what its loop may do and when it ends.
package struct AgentArguments: Sendable {
    /// Alias of the model.
    package let model: String
    package let system: String?
    package let prompt: String
    package let effort: String?
    /// What `finish` has to give; nil: the answer is the model's text.
    package let output: Schema?
    /// In the order they were written, which is also the order the model sees.
    package let tools: [ToolGrant]
    package let limits: Limits
    /// Whether a model that is out of budget is asked once more, for its answer.
    package let graceCall: Bool
    /// The loop stops when one of them holds before a model call.
    package let stopWhen: [Formula]
    package let loopGuard: LoopGuard
    package let compaction: Compaction
    /// Between two iterations.
    package let delay: Duration

    package struct Limits: Sendable, Hashable {
        /// Calls of the model, the grace call not counted.
        package var iterations: Int
        package var duration: Duration
        /// Of one model call with its retries.
        package var iterationTimeout: Duration
        package var toolCalls: Int?
        package var tokens: Int?
        package var costUSD: Double?
    }

    /// What becomes of a model that makes the same call with the same result again and again.
    package struct LoopGuard: Sendable, Hashable {
        package var repeats: Int
        /// Else it is only told.
        package var fails: Bool
    }

    /// When the conversation is made shorter, and how.
    package struct Compaction: Sendable, Hashable {
        /// Estimated tokens of the conversation; nil: however long it is.
        package var atTokens: Int?
        package var everyIterations: Int
        /// The latest messages are kept as they are.
        package var keepLast: Int
        /// Older results of tools are cut to this many characters.
        package var resultCharacters: Int
        /// Alias of the model that writes the summary.
        package var model: String
    }

    /// A tool that the model is given.
    package struct ToolGrant: Sendable {
        package enum Approval: Sendable {
            case never, always
            /// The first call is approved for all that follow.
            case once
            /// A condition over `args` and what `stop_when` knows.
            case when(Formula)
        }

        package let use: CallableName
        /// As the model calls it.
        package let name: String
        package let description: String?
        /// Arguments the author has given; the model cannot.
        package let fixed: JSON.Object
        package let maxCalls: Int?
        package let approval: Approval
    }

    /// The tool that takes the answer, when there is an output schema.
    package static let finish = "finish"
}
