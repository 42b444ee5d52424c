import CivilTime
import JSON
import SkillLanguage
import Store

/// How a call comes to its outcome.
enum Manner: Sendable {
    /// A task makes it, outside or in this process.
    case performed(Reach)
    /// The database carries it out in the transaction that records it.
    case recorded(Act)
    /// Somebody or something answers; the run may leave memory meanwhile.
    case awaited(WaitKind, eventName: String?)
    /// It succeeds at that time.
    case timed(Instant)
    /// A run of another skill.
    case child(String)
    /// It cannot be made.
    case refused(Failure)
}

extension Engine {
    func manner(of request: CallRequest, in run: LiveRun, _ markers: SecretMarkers) -> Manner {
        guard case .builtin(let name) = request.callable else {
            if case .skill(let name, _) = request.callable { return .child(name) }
            return .performed(.read)
        }
        let arguments = request.arguments
        do throws(Failure) {
            switch name {
            case "wait": return .timed(try Wait.end(of: arguments, from: request.startedAt).get())
            case "human": return .awaited(.human, eventName: nil)
            case "event": return .awaited(.event, eventName: try text("name", in: arguments, of: name))
            case "emit":
                let payload = arguments["payload"] ?? .object([:])
                return .recorded(
                    .emit(id: run.idempotencyKey(request.id), name: try text("name", in: arguments, of: name), payload: payload.bytes(.compact)))
            case "memory.get":
                return .recorded(.get(scope: try Memory.scope(of: arguments, skill: run.name), key: try text("key", in: arguments, of: name)))
            case "memory.put":
                return .recorded(
                    .put(
                        scope: try Memory.scope(of: arguments, skill: run.name), key: try text("key", in: arguments, of: name),
                        value: (arguments["value"] ?? .null).bytes(.compact), expected: arguments["expect"]?.int.map(Int.init)))
            default:
                guard let callable = callables[name] else {
                    return .refused(Failure("call.unavailable", "this server has no callable \"\(name)\"", retryable: false))
                }
                return .performed(callable.reach(of: arguments))
            }
        } catch {
            return .refused(error)
        }
    }

    private func text(_ key: String, in arguments: JSON, of callable: String) throws(Failure) -> String {
        guard let text = arguments[key]?.string, !text.isEmpty else {
            throw Failure("expr.type", "\(callable) needs \"\(key)\", a text that is not empty", retryable: false)
        }
        return text
    }
}
