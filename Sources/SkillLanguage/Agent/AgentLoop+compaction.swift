import JSON

/// Keeping the conversation within what a model can read.
///
/// The system prompt, the first message and the latest `keep_last` messages stay. Older results of tools are cut first; when that is not
/// enough, a model writes what stands for the older part from then on.
extension AgentLoop {
    /// The request for a summary, when one is due; nil when the conversation can be sent as it is.
    mutating func compaction() -> AgentQuestion? {
        let rules = arguments.compaction
        let isDue = iterationsSinceCompaction >= rules.everyIterations
        let isTooLong = overflow == .told
        guard isDue || isTooLong || isLarge else { return nil }
        if isTooLong { overflow = .handled }
        iterationsSinceCompaction = 0
        conversation.trim(keeping: rules.keepLast, resultCharacters: rules.resultCharacters)
        guard isDue || isTooLong || isLarge, let transcript = conversation.transcript(keeping: rules.keepLast) else { return nil }
        return AgentQuestion(
            purpose: .summary, model: rules.model, effort: nil, system: Self.task, messages: [.user(transcript)], tools: [], finish: nil,
            timeout: arguments.limits.iterationTimeout, remainingTokens: remainingTokens,
            remainingCostUSD: max(0, limits.costUSD - usage.costUSD))
    }

    private var isLarge: Bool {
        guard let most = arguments.compaction.atTokens else { return false }
        let system = arguments.system?.unicodeScalars.count ?? 0
        let schemas = (tools.map(\.input) + [arguments.output?.source ?? [:]]).reduce(0) { $0 + $1.text(.compact).unicodeScalars.count }
        return conversation.estimatedTokens + (system + schemas + 3) / 4 >= most
    }

    private static let task = """
        You shorten the record of an agent's work, so that the agent can go on with your summary alone. Keep every fact, name, number and \
        identifier that is still needed. Write these headings, each with short lines below it: Goal, Constraints, Done, In progress, \
        Decisions, Next, Facts to keep.
        """

    mutating func summarised(_ text: String) -> AgentEffect {
        compactions += 1
        conversation.replaceOlder(keeping: arguments.compaction.keepLast, with: "Summary of the work so far:\n\(text)")
        return turnAfterCompaction()
    }
}
