import SkillLanguage
import Store

/// Between what a run used and what its row adds up.
extension UsageTotals {
    init(_ usage: Usage, since earlier: Usage) {
        self.init(
            calls: usage.calls - earlier.calls, inputTokens: usage.inputTokens - earlier.inputTokens,
            outputTokens: usage.outputTokens - earlier.outputTokens,
            costMicroUSD: Int(((usage.costUSD - earlier.costUSD) * 1_000_000).rounded()))
    }

    var spent: Usage {
        Usage(calls: calls, inputTokens: inputTokens, outputTokens: outputTokens, costUSD: Double(costMicroUSD) / 1_000_000)
    }
}
