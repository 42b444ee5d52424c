import SkillLanguage
import Store

/// Something that reaches a run from outside its interpreter. All but `outcome` tell what the database has already.
enum Signal: Sendable {
    case outcome(CallID, Outcome, microseconds: Int64)
    /// The call did not end: the engine stops.
    case interrupted(CallID)
    /// The called run exists and tells when it ends.
    case childStarted(CallID)
    /// The called run ended without a driver of its own.
    case childEnded(CallID)
    case answered(Delivery)
    /// A timer may be due.
    case tick
    case cancel(Cancellation)
    /// The run is to stand still, or may go on.
    case pause, resume
    /// The run's epoch was raised: nothing it does counts any more.
    case lost
}
