import CivilTime
import JSON
import SkillLanguage

/// The body of a journal entry: JSON that the engine writes and, after a restart, reads back.
///
/// `{"step", "callable", "input", "ok": value | "error": {...}, "usage": {...}}`; the input is redacted, the outcome is raw
/// after the size limit (secrets scrubbed by the callable). A record of another shape is a corrupt journal, never a guess.
struct OutcomeRecord {
    var step: String
    var callable: String
    var input: JSON
    var outcome: Outcome

    var bytes: [UInt8] {
        var object = JSON.Object()
        object.reserveCapacity(5)
        object["step"] = .string(step)
        object["callable"] = .string(callable)
        object["input"] = input
        switch outcome.result {
        case .success(let value): object["ok"] = value
        case .failure(let failure): object["error"] = Self.encode(failure)
        }
        if outcome.usage != .none { object["usage"] = outcome.usage.json }
        return JSON.object(object).bytes(.compact)
    }

    static func outcome(from body: JSON) -> Outcome? {
        let usage = Usage(json: body["usage"])
        if let value = body["ok"] { return Outcome(.success(value), usage: usage) }
        return body["error"].flatMap(decode).map { Outcome(.failure($0), usage: usage) }
    }

    static func encode(_ failure: Failure) -> JSON {
        var object: JSON.Object = ["type": .string(failure.type), "message": .string(failure.message), "retryable": .bool(failure.retryable)]
        object["details"] = failure.details
        object["step"] = failure.step.map(JSON.string)
        if failure.attempts != 1 { object["attempts"] = .int(Int64(failure.attempts)) }
        object["retry_after_ms"] = failure.retryAfter.map { .int($0.milliseconds) }
        return .object(object)
    }

    static func decode(_ json: JSON) -> Failure? {
        guard let type = json["type"]?.string, let message = json["message"]?.string else { return nil }
        var failure = Failure(
            type, message, retryable: json["retryable"]?.bool, details: json["details"],
            retryAfter: json["retry_after_ms"]?.int.map { .milliseconds($0) })
        failure.step = json["step"]?.string
        failure.attempts = json["attempts"]?.int.map(Int.init) ?? 1
        return failure
    }
}

extension Usage {
    var json: JSON {
        var object: JSON.Object = [
            "calls": .int(Int64(calls)), "input_tokens": .int(Int64(inputTokens)), "output_tokens": .int(Int64(outputTokens)),
            "cost_usd": .double(costUSD),
        ]
        if estimated { object["estimated"] = true }
        return .object(object)
    }

    init(json: JSON?) {
        self.init(
            calls: json?["calls"]?.int.map(Int.init) ?? 0, inputTokens: json?["input_tokens"]?.int.map(Int.init) ?? 0,
            outputTokens: json?["output_tokens"]?.int.map(Int.init) ?? 0, costUSD: json?["cost_usd"]?.double ?? 0,
            estimated: json?["estimated"]?.bool ?? false)
    }
}
