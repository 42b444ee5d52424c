package import SkillLanguage

/// Why the engine did not do what it was asked.
package enum EngineError: Error, Sendable {
    case unknownSkill(String, nearest: String?)
    /// The input does not fit the skill's schema.
    case invalidInput(skill: String, findings: [Finding])
    case unresolved(Pins.Unresolved)
    case unknownRun(String)
    /// A skill asks for something this build cannot do.
    case unsupported(String)
    /// An answer that the form of a person does not take.
    case invalidAnswer(findings: [Finding])
    /// An answer of a kind that the question does not take.
    case wrongAnswer(String)
    /// A verdict that expects what the skill never gives.
    case invalidExpectation(skill: String, findings: [Finding])
    /// A run that cannot be repeated as asked.
    case notRepeatable(String)
    /// Another version does not take the outcomes that were to be kept.
    case diverged(ForkPlan.Problem)
    case stopping
}

extension EngineError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownSkill(let name, let nearest):
            "no live skill is called \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; `ratchet skills list` shows the live ones")
        case .invalidInput(let skill, let findings):
            "the input does not fit \(skill): " + Self.list(findings, of: "input")
        case .invalidAnswer(let findings): "the answer does not fit the form: " + Self.list(findings, of: "answer")
        case .invalidExpectation(let skill, let findings): "\(skill) never gives what is expected: " + Self.list(findings, of: "output")
        case .wrongAnswer(let reason), .notRepeatable(let reason): reason
        case .diverged(let problem):
            "the version takes another way: at \(problem.call) \(problem.message). Keep less with --from, or repeat the run with its own version"
        case .unresolved(let reason): reason.description
        case .unknownRun(let id): "no run has the id \"\(id)\""
        case .unsupported(let what): what
        case .stopping: "the server is stopping"
        }
    }

    private static func list(_ findings: [Finding], of document: String) -> String {
        findings.map { "\($0.pointer.isEmpty ? "(\(document))" : $0.pointer): \($0.message)" }.joined(separator: "; ")
    }

    /// A stable name for machines.
    package var code: String {
        switch self {
        case .unknownSkill: "unknown_skill"
        case .invalidInput: "invalid_input"
        case .unresolved: "unresolved_callee"
        case .unknownRun: "unknown_run"
        case .unsupported: "unsupported"
        case .invalidAnswer: "invalid_answer"
        case .wrongAnswer: "wrong_answer"
        case .invalidExpectation: "invalid_expectation"
        case .notRepeatable: "not_repeatable"
        case .diverged: "retry.diverged"
        case .stopping: "stopping"
        }
    }
}
