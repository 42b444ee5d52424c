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
    case stopping
}

extension EngineError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownSkill(let name, let nearest):
            "no live skill is called \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; `ratchet skills list` shows the live ones")
        case .invalidInput(let skill, let findings):
            "the input does not fit \(skill): " + findings.map { "\($0.pointer.isEmpty ? "(input)" : $0.pointer): \($0.message)" }.joined(separator: "; ")
        case .unresolved(let reason): reason.description
        case .unknownRun(let id): "no run has the id \"\(id)\""
        case .unsupported(let what): what
        case .stopping: "the server is stopping"
        }
    }

    /// A stable name for machines.
    package var code: String {
        switch self {
        case .unknownSkill: "unknown_skill"
        case .invalidInput: "invalid_input"
        case .unresolved: "unresolved_callee"
        case .unknownRun: "unknown_run"
        case .unsupported: "unsupported"
        case .stopping: "stopping"
        }
    }
}
