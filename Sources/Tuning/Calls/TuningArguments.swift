import CivilTime
import Engine
import JSON
import SkillLanguage

/// Arguments that more than one of the calls take. What is wrong with them is the step's failure: `expr.type`, not retryable.
struct TuningArguments {
    let json: JSON

    init(_ invocation: Invocation) { json = invocation.arguments }

    /// A week ago when the call does not say.
    func since(now: Instant) throws(Failure) -> Instant {
        guard let value = json["since"] else { return now - .seconds(7 * 24 * 3600) }
        guard let text = value.string, let since = try? Instant(rfc3339: text) else {
            throw wrong("\"since\" must be a time such as 2026-01-31T09:00:00Z")
        }
        return since
    }

    /// Nil when neither `config` nor `patch` is there.
    func variation() throws(Failure) -> Variation? {
        switch (json["config"], json["patch"]) {
        case (.object(let values)?, nil): return .config(values)
        case (nil, .array(let operations)?): return .patch(.array(operations))
        case (nil, nil): return nil
        default: throw wrong("give \"config\", an object, or \"patch\", a list of operations, and not both")
        }
    }

    func texts(_ key: String, in json: JSON? = nil) throws(Failure) -> [String] {
        guard let value = (json ?? self.json)[key] else { return [] }
        let texts = value.array?.compactMap(\.string)
        guard let texts, texts.count == value.array?.count else { throw wrong("\"\(key)\" must be a list of texts") }
        return texts
    }

    func wrong(_ problem: String) -> Failure { Failure("expr.type", problem, retryable: false) }
}
