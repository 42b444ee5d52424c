import JSON

/// A mocked `agent` call written turn by turn. The last turn's `finish` is the call's value.
enum AgentScript {
    static func outcome(of turns: [JSON]) -> Result<JSON, Failure> {
        if let answer = turns.last?["finish"] { return .success(answer) }
        return .failure(Failure("agent.no_finish", "the script has no turn with \"finish\"", retryable: false))
    }
}
