import CivilTime
import Engine
import JSON

@testable import Callables
@testable import SkillLanguage
@testable import Workspace

/// Secrets from a table.
struct TableSecrets: SecretSource {
    let values: [String: String]
    func value(of name: String) -> String? { values[name] }
}

/// The secrets that tests use, and their markers.
enum Canary {
    static let value = "c4nary/+s3cret=é\"1"
    static let secrets = TableSecrets(values: ["TOKEN": value, "KEY": "sk-key-0123456789"])
    static let markers = SecretMarkers(nonce: 7)
    static let marker = markers.names(["TOKEN"])["TOKEN"]?.string ?? ""
}

func permits(http: [String] = [], models: [String] = []) -> Permits {
    Permits(http: http.compactMap(HTTPPermit.init), models: models, skills: [], mcp: [])
}

func invocation(
    _ callable: String, _ arguments: JSON, permits: [Permits] = [], deadline: Instant? = nil, tokens: Int = 100_000, costUSD: Double = 10,
    startedAt: Instant = .start
) -> Invocation {
    let request = CallRequest(
        id: CallID(path: "ping", attempt: 1), step: "ping", callable: .builtin(callable), arguments: arguments, onUnknown: nil, startedAt: startedAt,
        deadline: deadline,
        remaining: CallRequest.Remaining(tokens: tokens, costUSD: costUSD, calls: 10, deadline: startedAt + .seconds(900)))
    return Invocation(
        request: request, run: "r1", skill: "watch", idempotencyKey: "r1/ping", permits: permits, markers: Canary.markers, now: startedAt)
}

extension Outcome {
    var value: JSON? { try? result.get() }
    var failure: Failure? { if case .failure(let failure) = result { failure } else { nil } }
}

func model(
    _ output: Settings.Model.StructuredOutput = .jsonSchema, baseURL: String = "http://127.0.0.1:1/v1", keySecret: String? = nil,
    maxContext: Int? = nil,
    sendsEffort: Bool = false, maxTokensField: String = "max_tokens"
) -> Settings.Model {
    Settings.Model(
        baseURL: baseURL, model: "small-1", keySecret: keySecret, inputPrice: 2, cachedInputPrice: 0.5, outputPrice: 8,
        maxTokensField: maxTokensField, maxContext: maxContext, output: output, sendsEffort: sendsEffort)
}
