import SkillLanguage

/// Something that reaches a run from outside its interpreter.
enum Signal: Sendable {
    case outcome(CallID, Outcome, microseconds: Int64)
    /// The call did not end: the engine stops.
    case interrupted(CallID)
    /// A timer may be due.
    case tick
    case cancel(reason: String)
}
