import CivilTime
import Engine
import JSON
import Registry
import SkillLanguage

/// The live skill that a `skills.*` call is about, once it is clear that the call may look at it.
struct Subject {
    let published: PublishedSkill
    var skill: Skill { published.skill }
    var name: String { skill.name }

    /// - Throws: `Failure` of type `expr.type`, `skills.denied` or `skills.unknown`.
    init(of invocation: Invocation, among registry: Registry) throws(Failure) {
        guard let name = invocation.arguments["skill"]?.string else {
            throw Failure("expr.type", "\"skill\" must be the name of a skill", retryable: false)
        }
        try Self.allow(name, to: invocation)
        guard let published = registry.live(name) else {
            let near = registry.nearest(to: name).map { "; did you mean \"\($0)\"?" } ?? ""
            throw Failure("skills.unknown", "no skill \"\(name)\" is live\(near)", retryable: false)
        }
        self.published = published
    }

    /// The permits of the skill and of every caller above it have to name the other skill.
    static func allow(_ name: String, to invocation: Invocation) throws(Failure) {
        guard invocation.permits.allSatisfy({ $0.allowsTuning(name) }) else {
            throw Failure(
                "skills.denied", "permits.tune of \(invocation.skill) or of one of its callers does not name \(name)", retryable: false)
        }
    }
}

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

extension Outcome {
    /// What a call gives, or why it failed: a `Failure` as it is, anything else as `type`, which may be tried again.
    static func of(_ type: String, _ body: () async throws -> JSON) async -> Outcome {
        do {
            return Outcome(.success(try await body()))
        } catch let failure as Failure {
            return Outcome(.failure(failure))
        } catch {
            return Outcome(.failure(Failure(type, "\(error)", retryable: true)))
        }
    }
}
