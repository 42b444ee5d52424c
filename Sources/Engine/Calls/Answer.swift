import CivilTime
import JSON
import SkillLanguage
import Store

/// What an answer means to the call that waited for it.
///
/// An event's payload is the outcome itself. A person's answer is `{"ok": value}` or `{"error": {type, message}}`; to a call whose
/// outcome is unknown it may also be `{"decision": "retry"}`.
enum Answer {
    case outcome(Outcome)
    /// Make the call (again).
    case again

    init(_ delivery: Delivery) throws {
        let body = try JSON(parsing: delivery.body)
        if delivery.kind == .event {
            self = .outcome(Outcome(.success(body)))
        } else if body["decision"]?.string == "retry" {
            self = .again
        } else if let outcome = OutcomeRecord.outcome(from: body) {
            self = .outcome(outcome)
        } else {
            throw StoreError.corrupt("the answer to \(delivery.call.path) is not an outcome")
        }
    }
}
