import JSON

/// What a run or a step used, in words.
enum UsageText {
    /// `3 calls, 1,200 tokens in, 300 out, $0.0012`; empty when nothing was used.
    static func full(_ usage: JSON?) -> String {
        let calls = usage?["calls"]?.int ?? 0
        return ([calls > 0 ? Amounts.count(calls, "call") : ""] + [short(usage)]).filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// `1,200 tokens in, 300 out, $0.0012`.
    static func short(_ usage: JSON?) -> String {
        let input = usage?["input_tokens"]?.int ?? 0, output = usage?["output_tokens"]?.int ?? 0
        let tokens = input + output > 0 ? "\(Amounts.count(input)) tokens in, \(Amounts.count(output)) out" : ""
        return [tokens, Amounts.money(usage?["cost_usd"]?.double ?? 0)].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
