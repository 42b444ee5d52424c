import CivilTime
import JSON

/// The beginning of an iteration, and what becomes of the model's answer.
extension AgentLoop {
    mutating func turn() -> AgentEffect {
        do {
            if let outcome = try outcome() { return grace(outcome) }
        } catch {
            return end(.failure(error), .failure)
        }
        if let question = compaction() {
            state = .summarising
            return .ask(question)
        }
        return askForTurn()
    }

    /// The same without a look at the conversation's length, which was just seen to.
    mutating func turnAfterCompaction() -> AgentEffect {
        do {
            if let outcome = try outcome() { return grace(outcome) }
        } catch {
            return end(.failure(error), .failure)
        }
        return askForTurn()
    }

    private mutating func askForTurn() -> AgentEffect {
        state = .asking
        return .ask(question(.turn))
    }

    /// Why there is no further iteration: a condition of the author's, else the first limit that is reached.
    private func outcome() throws(Failure) -> Outcome? {
        let names = stateNames
        for condition in arguments.stopWhen where try condition.holds(in: names) { return .stopped(condition: condition.source) }
        let own = arguments.limits, made = calls.values.reduce(0, +), tokens = usage.inputTokens + usage.outputTokens
        if iterations >= own.iterations { return .exhausted(Self.exhausted("agent.max_iterations", "\(own.iterations) iterations were made")) }
        if clock - startedAt >= own.duration { return .exhausted(Self.exhausted("agent.duration", "the agent ran for \(own.duration.text)")) }
        if made >= limits.toolCalls { return .exhausted(Self.exhausted("agent.tool_calls", "\(made) tool calls were made")) }
        if tokens >= limits.tokens { return .exhausted(Self.exhausted("agent.budget", "\(tokens) of \(limits.tokens) tokens were used")) }
        if usage.costUSD >= limits.costUSD {
            return .exhausted(Self.exhausted("agent.budget", "$\(usage.costUSD) of $\(limits.costUSD) was spent"))
        }
        return nil
    }

    /// What `stop_when` and `approve` know of the loop.
    var stateNames: Names {
        let counts = tools.map { tool in (tool.name, JSON.object(["calls": .int(Int64(calls[tool.name] ?? 0))])) }
        let usage: JSON = [
            "input_tokens": .int(Int64(usage.inputTokens)), "output_tokens": .int(Int64(usage.outputTokens)), "cost_usd": .double(usage.costUSD),
        ]
        return names.adding("iteration", .int(Int64(iterations))).adding("usage", usage).adding("tools", .object(JSON.Object(counts)))
            .adding("last", ["text": .string(lastText)])
    }

    private mutating func grace(_ outcome: Outcome) -> AgentEffect {
        guard arguments.graceCall else { return conclude(outcome) }
        let reason =
            switch outcome {
            case .stopped(let condition): condition
            case .exhausted(let failure): failure.message
            }
        conversation.add(.user("You are out of budget (\(reason)). Do not call tools. Give your best final answer now."))
        state = .graced(outcome)
        return .ask(question(.grace))
    }

    func question(_ purpose: AgentQuestion.Purpose) -> AgentQuestion {
        AgentQuestion(
            purpose: purpose, model: arguments.model, effort: arguments.effort, system: arguments.system, messages: conversation.messages,
            tools: purpose == .turn ? tools : [], finish: arguments.output?.source, timeout: arguments.limits.iterationTimeout,
            remainingTokens: remainingTokens, remainingCostUSD: max(0, limits.costUSD - usage.costUSD))
    }

    var remainingTokens: Int { limits.tokens == .max ? .max : max(0, limits.tokens - usage.inputTokens - usage.outputTokens) }

    // MARK: answers

    mutating func note(_ answer: AgentAnswer) {
        if !answer.text.isEmpty { lastText = answer.text }
        let isEmpty = answer.text.isEmpty && answer.calls.isEmpty
        conversation.add(.assistant(text: isEmpty ? "(nothing)" : answer.text, calls: answer.calls))
    }

    mutating func heard(_ answer: AgentAnswer) -> AgentEffect {
        iterations += 1
        iterationsSinceCompaction += 1
        note(answer)
        if let output = arguments.output, let value = finished(answer, output) { return end(.success(value), .finish) }
        guard answer.calls.isEmpty else { return take(answer.calls) }
        guard arguments.output != nil else { return end(.success(["text": .string(answer.text)]), .text) }
        guard !wasNudged else {
            return end(.failure(Self.exhausted("agent.no_finish", "the model answers in words and does not call finish")), .failure)
        }
        wasNudged = true
        conversation.add(.user("Call the tool \"finish\" with your answer. Words alone are not an answer here."))
        return pause()
    }

    /// What the first call of `finish` that fits gives.
    private func finished(_ answer: AgentAnswer, _ output: Schema) -> JSON? {
        let given = answer.calls.filter { $0.name == AgentArguments.finish }.compactMap(\.arguments)
        return given.first { output.isValid($0) }
    }

    /// The answer of a model that was told to give one now.
    func lastAnswer(_ answer: AgentAnswer) -> JSON? {
        guard let output = arguments.output else { return answer.text.isEmpty ? nil : ["text": .string(answer.text)] }
        return finished(answer, output)
    }

    /// The end of an iteration.
    mutating func pause() -> AgentEffect {
        guard arguments.delay > .zero else { return turn() }
        let until = clock + arguments.delay
        state = .waiting(until: until)
        return .wait(until: until)
    }
}
