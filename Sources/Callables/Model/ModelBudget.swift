import JSON
import SkillLanguage
import Workspace

/// What a run may still spend on a model. Asked before each call, so that the limit is kept and not found to be broken.
struct ModelBudget {
    let tokens: Int
    let costUSD: Double

    init(_ remaining: CallRequest.Remaining, spent: Usage) {
        tokens = remaining.tokens - spent.inputTokens - spent.outputTokens
        costUSD = remaining.costUSD - spent.costUSD
    }

    /// The most tokens an answer may have, at most `asked`.
    ///
    /// Fails with `limits.tokens` or `limits.cost` when the prompt alone takes what is left, and with `llm.context_overflow` when it
    /// fills the model's context: a local server would cut it silently.
    func maxTokens(asked: Int, prompt: Int, model: Settings.Model) throws(Failure) -> Int {
        var allowed = asked
        if let context = model.maxContext {
            allowed = min(allowed, context - prompt)
            guard allowed > 0 else {
                throw Failure(
                    "llm.context_overflow", "the prompt takes about \(prompt) tokens and the model's context holds \(context)", retryable: false,
                    details: ["prompt_tokens": .int(Int64(prompt)), "max_context": .int(Int64(context))])
            }
        }
        allowed = min(allowed, tokens - prompt)
        guard allowed > 0 else {
            throw Failure("limits.tokens", "the run has \(max(0, tokens)) tokens left and the prompt takes about \(prompt)", retryable: false)
        }
        let left = costUSD - Double(prompt) * model.inputPrice / 1_000_000
        guard left >= 0 else { throw tooExpensive }
        if model.outputPrice > 0 {
            allowed = Int(min(Double(allowed), left * 1_000_000 / model.outputPrice))
            guard allowed > 0 else { throw tooExpensive }
        }
        return allowed
    }

    private var tooExpensive: Failure {
        Failure("limits.cost", "the run may spend $\(max(0, costUSD)) more and this call would cost more", retryable: false)
    }
}
