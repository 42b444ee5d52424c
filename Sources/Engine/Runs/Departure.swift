import SkillLanguage

/// How a driver's work on a run ended.
enum Departure: Sendable {
    case ended(Ending, Usage)
    /// The run waits, and no memory is held for it.
    case parked
    /// The engine stops; the run is resumed from its journal at the next start.
    case interrupted
    /// Another holder took the run over, or ended it.
    case lost
}
