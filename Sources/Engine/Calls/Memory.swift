import JSON
import SkillLanguage
import Store

/// What `memory.get` and `memory.put` mean: a key belongs to the calling skill, or, with `scope`, to a name that skills share.
enum Memory {
    static func scope(of arguments: JSON, skill: String) throws(Failure) -> String {
        guard let shared = arguments["scope"] else { return "skill/\(skill)" }
        guard let name = shared.string, !name.isEmpty else { throw Failure("expr.type", "\"scope\" is the name of a shared memory", retryable: false) }
        return "shared/\(name)"
    }

    static func outcome(_ outcome: ActOutcome, of request: CallRequest) -> Outcome {
        switch outcome {
        case .emitted: return Outcome(.success([:]))
        case .found(nil): return Outcome(.success(["value": request.arguments["default"] ?? .null, "revision": 0]))
        case .found(let value?):
            guard let json = try? JSON(parsing: value.value) else {
                return Outcome(.failure(Failure("memory.corrupt", "the value of the key is not JSON", retryable: false)))
            }
            return Outcome(.success(["value": json, "revision": .int(Int64(value.revision))]))
        case .stored(let revision): return Outcome(.success(["revision": .int(Int64(revision))]))
        case .conflict(let revision):
            let expected = request.arguments["expect"]?.int ?? 0
            let message = "the key has revision \(revision), \(expected) was expected; read it again and decide anew"
            return Outcome(.failure(Failure("memory.conflict", message, retryable: false, details: ["revision": .int(Int64(revision))])))
        }
    }
}
