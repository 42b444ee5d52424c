package import CivilTime
package import JSON

/// What an agent's loop wants done. It does nothing itself.
package enum AgentEffect: Sendable {
    /// Call the model, with its retries; report with `answered` or `failed`.
    case ask(AgentQuestion)
    /// Make these calls at the same time; report each with `finished`.
    case use([AgentToolUse])
    /// Let this much time pass; then `resume`.
    case wait(until: Instant)
    case end(AgentEnding)
}

/// One call of a model.
package struct AgentQuestion: Sendable {
    package enum Purpose: Sendable, Hashable {
        /// The next turn: any tool may be called.
        case turn
        /// The last turn, when the budget is used up: `finish` alone is offered and has to be called; without an output schema no tool is.
        case grace
        /// A shorter form of the conversation so far.
        case summary
    }

    package let purpose: Purpose
    /// Alias.
    package let model: String
    package let effort: String?
    package let system: String?
    /// Begins with the user, and no two of one role follow each other.
    package let messages: [AgentMessage]
    package let tools: [AgentTool]
    /// The schema of `finish`, where that is offered.
    package let finish: JSON?
    package let timeout: Duration
    /// What the agent may still use: the answer is asked to be no longer.
    package let remainingTokens: Int
    package let remainingCostUSD: Double
}

/// What the model said.
package struct AgentAnswer: Sendable {
    package let text: String
    package let calls: [AgentToolCall]
    /// The server's numbers, or an estimate that is marked as one.
    package let usage: Usage

    package init(text: String = "", calls: [AgentToolCall] = [], usage: Usage = .none) {
        self.text = text
        self.calls = calls
        self.usage = usage
    }
}

/// A tool call as the model wrote it.
package struct AgentToolCall: Sendable, Hashable {
    /// The model's own mark for it.
    package let id: String
    package let name: String
    /// As it came, JSON or not.
    package let text: String
    /// Nil when the text is not JSON. No text at all is an object without members.
    package let arguments: JSON?

    package init(id: String, name: String, text: String) {
        self.id = id
        self.name = name
        self.text = text
        arguments = text.isEmpty ? .object([:]) : try? JSON(parsing: Array(text.utf8))
    }
}

/// A tool call that is to be made.
package struct AgentToolUse: Sendable {
    /// Counts the calls that this agent makes, from 1: the same after a restart, so it is a key of the journal.
    package let number: Int
    /// As the model marked the call.
    package let id: String
    package let tool: String
    package let callable: CallableName
    /// The fixed ones included.
    package let arguments: JSON
    /// Whether a person has to allow it first. A refusal is reported as a failure.
    package let needsApproval: Bool
}

/// How an agent's loop ended.
package struct AgentEnding: Sendable {
    package enum Reason: String, Sendable {
        case finish, text, grace
        case stopWhen = "stop_when"
        case failure
    }

    /// The call's value, or its error.
    package let result: Result<JSON, Failure>
    package let reason: Reason
    package let iterations: Int
    package let compactions: Int
    /// Of models and tools; `calls` are those of tools.
    package let usage: Usage
}
