import JSON
import SkillLanguage
import Workspace

/// The tokens of one call of a model.
struct TokenCount: Equatable {
    /// Those read from the server's cache included.
    var input: Int
    var cached = 0
    /// Those of its reasoning included.
    var output: Int
    var isEstimated = false

    private static let most: Int64 = 1 << 40

    /// Reads `usage` of a chat completion; nil when it has no numbers, or none for the input.
    init?(_ usage: JSON) {
        func count(_ value: JSON?) -> Int? { value?.int.map { Int(min(max($0, 0), Self.most)) } }
        guard let input = count(usage["prompt_tokens"]), input > 0, let output = count(usage["completion_tokens"]) else { return nil }
        self.input = input
        self.output = output
        cached = min(input, count(usage["prompt_tokens_details"]?["cached_tokens"]) ?? 0)
    }

    /// Four characters a token, for servers that tell nothing.
    init(estimating body: JSON, answer: String) {
        input = Self.estimate(body)
        output = Self.estimate(answer)
        isEstimated = true
    }

    /// What the body of a request takes: its messages and schemas, as the model reads them.
    static func estimate(_ body: JSON) -> Int {
        let messages = (body["messages"]?.array ?? []).map { estimate($0["content"]?.string ?? "") }
        let schemas = ["response_format", "tools"].compactMap { body[$0].map { estimate($0.text(.compact)) } }
        return (messages + schemas).reduce(0, +)
    }

    private static func estimate(_ text: String) -> Int { (text.unicodeScalars.count + 3) / 4 }

    /// In US dollars. Cached input has its own price where the settings name one.
    func cost(at model: Settings.Model) -> Double {
        let fresh = Double(input - cached) * model.inputPrice + Double(cached) * (model.cachedInputPrice ?? model.inputPrice)
        return (fresh + Double(output) * model.outputPrice) / 1_000_000
    }

    func usage(at model: Settings.Model) -> Usage {
        Usage(calls: 0, inputTokens: input, outputTokens: output, costUSD: cost(at: model), estimated: isEstimated)
    }
}
