package import JSON
import SkillLanguage
package import Store

/// What a person says to a call that waits for one.
package enum Reply: Sendable, Equatable {
    /// The filled-in form of a `human` call.
    case form(JSON)
    /// Nobody will answer: the call fails with `human.cancelled`.
    case declined(reason: String?)
    /// An agent's tool call may be made.
    case approved
    /// A call whose outcome is unknown is made again.
    case again
    /// It did not happen: the call fails with `unknown_outcome`.
    case failed
    /// It happened, and this is what it gave.
    case done(JSON)

    /// The answer as the store keeps it, once it is certain that the question takes it.
    /// - Throws: `EngineError.invalidAnswer` with what does not fit the form, `EngineError.wrongAnswer` for another kind of answer.
    package func body(for wait: WaitRecord) throws -> JSON {
        switch (wait.kind, self) {
        case (.human, .form(let value)): return ["ok": try Self.checked(value, wait)]
        case (.human, .declined(let reason)), (.toolApproval, .declined(let reason)):
            return ["error": OutcomeRecord.encode(Failure("human.cancelled", reason ?? "the person asked declined to answer", retryable: false))]
        case (.toolApproval, .approved): return ["ok": true]
        case (.unknown, .again): return ["decision": "retry"]
        case (.unknown, .failed): return ["error": OutcomeRecord.encode(Unknown.failure(CallID(wait.call)))]
        case (.unknown, .done(let value)): return ["ok": value]
        default: throw EngineError.wrongAnswer("\(wait.id) takes another kind of answer: \(Self.taken(by: wait.kind))")
        }
    }

    /// With the form's defaults filled in. A call without a form takes any value, as does one whose form is no schema.
    private static func checked(_ value: JSON, _ wait: WaitRecord) throws -> JSON {
        guard let response = try JSON(parsing: wait.request)["response"], let form = try? Schema(compiling: response, keywords: .lenient) else {
            return value
        }
        let filled = form.applyingDefaults(to: value)
        let violations = form.validate(filled)
        guard violations.isEmpty else {
            throw EngineError.invalidAnswer(findings: violations.map { Finding("schema.response", $0.instance.description, $0.message) })
        }
        return filled
    }

    private static func taken(by kind: WaitKind) -> String {
        switch kind {
        case .human: "a value for its form, or declined"
        case .toolApproval: "approve, or declined"
        case .unknown: "retry, fail or done"
        case .event: "an event"
        }
    }
}

extension Engine {
    /// Answers what waits for a person. The first answer counts; one that does not fit leaves the question as it was.
    package func answer(_ wait: WaitRecord, _ reply: Reply, by: String) async throws {
        let body = try reply.body(for: wait)
        notice(try await store.answer(wait.id, with: body.bytes(.compact), by: by, at: time.now()))
    }
}
