package import CivilTime
import JSON

/// The loop of an agent as a pure machine: answers of a model and results of tools go in, effects come out.
///
/// One iteration is one call of the model and then the tool calls it asked for. Nothing is done here and no clock is read, so equal events
/// give equal effects: to resume an agent is to feed a new loop with what is on record of the old one, in order. Each event answers the
/// effect before; one that nobody waits for changes nothing and has no effect.
package struct AgentLoop: Sendable {
    package let arguments: AgentArguments
    package let tools: [AgentTool]
    package internal(set) var conversation: AgentConversation
    /// Calls of the model so far; those for the grace answer and for summaries are not counted.
    package internal(set) var iterations = 0
    /// Tool calls that were made, by the tool's name.
    package internal(set) var calls: [String: Int] = [:]
    /// Of models and tools.
    package internal(set) var usage = Usage.none
    package internal(set) var compactions = 0

    let names: Names
    let limits: Budget
    let startedAt: Instant
    var clock: Instant
    var state = State.idle
    /// What the model last said in words.
    var lastText = ""
    var wasNudged = false
    var approved: Set<String> = []
    var repetition = Repetition()
    var iterationsSinceCompaction = 0
    var overflow = Overflow.none

    enum State {
        case idle, asking, summarising, ended
        /// The model was told that this is the end.
        case graced(Outcome)
        case using(Turn)
        case waiting(until: Instant)
    }

    /// Why no further iteration begins.
    enum Outcome {
        case stopped(condition: String)
        case exhausted(Failure)
    }

    /// What the provider said of the conversation's length, which is acted on once.
    enum Overflow { case none, told, handled }

    /// The agent's own limits, and no more than its run has left.
    struct Budget {
        var toolCalls: Int
        var tokens: Int
        var costUSD: Double
    }

    /// - Parameters:
    ///   - tools: as in `arguments.tools`, with what is known of each.
    ///   - names: what conditions among the arguments can name besides the loop's own.
    ///   - remaining: what the run may still use.
    package init(_ arguments: AgentArguments, tools: [AgentTool], names: Names? = nil, remaining: CallRequest.Remaining? = nil, at start: Instant) {
        self.arguments = arguments
        self.tools = tools
        self.names = names ?? Names([])
        limits = Budget(
            toolCalls: min(arguments.limits.toolCalls ?? .max, remaining?.calls ?? .max),
            tokens: min(arguments.limits.tokens ?? .max, remaining?.tokens ?? .max),
            costUSD: min(arguments.limits.costUSD ?? .infinity, remaining?.costUSD ?? .infinity))
        conversation = AgentConversation(prompt: arguments.prompt)
        startedAt = start
        clock = start
    }

    /// Begins the loop. Call once.
    package mutating func start() -> AgentEffect {
        guard case .idle = state else { preconditionFailure("an agent's loop starts once") }
        return turn()
    }

    /// The model answered.
    package mutating func answered(_ answer: AgentAnswer, at: Instant) -> AgentEffect? {
        advance(to: at)
        switch state {
        case .asking:
            usage += answer.usage
            return heard(answer)
        case .graced(let outcome):
            usage += answer.usage
            note(answer)
            return lastAnswer(answer).map { end(.success($0), .grace) } ?? conclude(outcome)
        case .summarising:
            usage += answer.usage
            return summarised(answer.text)
        case .idle, .using, .waiting, .ended: return nil
        }
    }

    /// The model could not be asked, whatever retries there were. A conversation that is too long is made shorter, once; a failure of the
    /// last call of all leaves the outcome what it was.
    package mutating func failed(_ failure: Failure, usage: Usage = .none, at: Instant) -> AgentEffect? {
        advance(to: at)
        switch state {
        case .asking where failure.type == "llm.context_overflow" && overflow == .none:
            self.usage += usage
            overflow = .told
            return turn()
        case .asking, .summarising:
            self.usage += usage
            return end(.failure(failure.type.hasPrefix("limits.") ? Self.exhausted("agent.budget", failure.message) : failure), .failure)
        case .graced(let outcome):
            self.usage += usage
            return conclude(outcome)
        case .idle, .using, .waiting, .ended: return nil
        }
    }

    /// The delay between two iterations is over.
    package mutating func resume(at: Instant) -> AgentEffect? {
        guard case .waiting(let until) = state, at >= until else { return nil }
        advance(to: at)
        return turn()
    }

    /// Somebody wants the loop to end. What is under way is to be abandoned; no grace call is made.
    package mutating func cancel(at: Instant) -> AgentEffect? {
        if case .ended = state { return nil }
        advance(to: at)
        return end(.failure(Failure("cancelled", "the agent was cancelled", retryable: false)), .failure)
    }

    // MARK: endings

    mutating func advance(to now: Instant) { clock = max(clock, now) }

    mutating func end(_ result: Result<JSON, Failure>, _ reason: AgentEnding.Reason) -> AgentEffect {
        state = .ended
        return .end(AgentEnding(result: result, reason: reason, iterations: iterations, compactions: compactions, usage: usage))
    }

    /// There is no further answer. A loop that was stopped gives what was said last, unless something of a certain form was promised.
    mutating func conclude(_ outcome: Outcome) -> AgentEffect {
        switch outcome {
        case .exhausted(let failure): return end(.failure(failure), .failure)
        case .stopped where arguments.output == nil: return end(.success(["text": .string(lastText)]), .stopWhen)
        case .stopped(let condition):
            return end(.failure(Self.exhausted("agent.no_finish", "stop_when (\(condition)) stopped the agent before it called finish")), .failure)
        }
    }

    static func exhausted(_ type: String, _ message: String) -> Failure { Failure(type, message, retryable: false) }
}
