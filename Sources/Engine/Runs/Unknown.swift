import JSON
import JSON
import SkillLanguage

/// What becomes of a write whose intent is journaled and whose outcome is not: the process ended in between, so nobody here knows
/// whether the other side did it.
enum Unknown {
    enum Decision: Equatable {
        case callAgain
        case fail
        /// A person looks, and says whether it happened.
        case ask
    }

    static func decision(reach: Reach, hasIntent: Bool, policy: Call.Unknown?) -> Decision {
        guard reach == .write, hasIntent else { return .callAgain }
        switch policy ?? .ask {
        case .ask: return .ask
        case .fail: return .fail
        case .retry: return .callAgain
        }
    }

    static func failure(_ id: CallID) -> Failure {
        Failure(
            "unknown_outcome", "the server ended while this call was under way, so it may or may not have happened; look before starting it again",
            retryable: false, details: ["call": .string(id.description)])
    }
}
