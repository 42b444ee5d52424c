package import CivilTime
import JSON

/// The tool calls of one turn.
extension AgentLoop {
    /// Calls in the order the model made them. Those that can be made wait in line; the others have their result already.
    struct Turn {
        let calls: [AgentToolCall]
        var results: [AgentToolResult?]
        var line: [(call: Int, use: AgentToolUse)] = []
        var running: [Int: Int] = [:]
    }

    mutating func take(_ made: [AgentToolCall]) -> AgentEffect {
        var turn = Turn(calls: made, results: Array(repeating: nil, count: made.count))
        var allRead = true
        for (i, call) in made.enumerated() {
            do {
                let (use, tool) = try admit(call)
                allRead = allRead && tool.reads(use.arguments) && !use.needsApproval
                turn.line.append((i, use))
            } catch {
                turn.results[i] = AgentToolResult(id: call.id, tool: call.name, content: error.message, isError: true)
            }
        }
        return proceed(turn, atOnce: allRead ? turn.line.count : 1)
    }

    /// Whatever is wrong with a call is for the model to mend; it never ends the loop.
    private mutating func admit(_ call: AgentToolCall) throws(AgentTool.Refusal) -> (AgentToolUse, AgentTool) {
        if call.name == AgentArguments.finish, let output = arguments.output {
            let problem = call.arguments.map { output.firstViolation(in: $0)?.description ?? "" } ?? "the arguments are not JSON"
            throw AgentTool.Refusal("the answer does not fit: \(problem). Call finish again with a corrected one")
        }
        guard let tool = tools.first(where: { $0.name == call.name }) else {
            let names = tools.map(\.name) + (arguments.output == nil ? [] : [AgentArguments.finish])
            throw AgentTool.Refusal("there is no tool \"\(call.name)\"; there are: \(names.joined(separator: ", "))")
        }
        let all = try tool.arguments(from: call.arguments).get()
        let made = calls[tool.name] ?? 0
        if let most = tool.maxCalls, made >= most {
            throw AgentTool.Refusal("\"\(tool.name)\" was called \(made) times, which is all that is allowed; go on without it")
        }
        guard calls.values.reduce(0, +) < limits.toolCalls else {
            throw AgentTool.Refusal("\(limits.toolCalls) tool calls were made, which is all that is allowed; give your answer")
        }
        let needsApproval = try needsApproval(tool, all)
        calls[tool.name] = made + 1
        let use = AgentToolUse(
            number: calls.values.reduce(0, +), id: call.id, tool: tool.name, callable: tool.use, arguments: all, needsApproval: needsApproval)
        return (use, tool)
    }

    private func needsApproval(_ tool: AgentTool, _ arguments: JSON) throws(AgentTool.Refusal) -> Bool {
        switch tool.approval {
        case .never: return false
        case .always: return true
        case .once: return !approved.contains(tool.name)
        case .when(let condition):
            do {
                return try condition.holds(in: stateNames.adding("args", arguments))
            } catch {
                throw AgentTool.Refusal("whether the call is allowed could not be told: \(error.message)")
            }
        }
    }

    /// Makes the next calls in line, or ends the turn when there are none.
    private mutating func proceed(_ turn: Turn, atOnce count: Int) -> AgentEffect {
        var turn = turn
        guard !turn.line.isEmpty else { return ended(turn) }
        let next = turn.line.prefix(count)
        turn.line.removeFirst(next.count)
        for (call, use) in next { turn.running[use.number] = call }
        state = .using(turn)
        return .use(next.map(\.use))
    }

    /// A tool call ended. Its failure is told to the model, except that the run's own limits and its cancellation end the loop.
    /// - Parameter number: of the `AgentToolUse`.
    /// - Returns: nil as well while other calls of the same effect are still under way.
    package mutating func finished(_ number: Int, _ outcome: SkillLanguage.Outcome, at: Instant) -> AgentEffect? {
        guard case .using(var turn) = state, let index = turn.running.removeValue(forKey: number) else { return nil }
        advance(to: at)
        usage += outcome.usage
        usage.calls += 1
        let call = turn.calls[index]
        switch outcome.result {
        case .success(let value):
            approved.insert(call.name)
            turn.results[index] = AgentToolResult(id: call.id, tool: call.name, content: value.string ?? value.text(.compact), isError: false)
        case .failure(let failure) where failure.type == "cancelled" || failure.type.hasPrefix("limits."):
            return end(.failure(failure), .failure)
        case .failure(let failure):
            if !failure.matches("human") { approved.insert(call.name) }
            turn.results[index] = AgentToolResult(id: call.id, tool: call.name, content: "\(failure.type): \(failure.message)", isError: true)
        }
        guard turn.running.isEmpty else {
            state = .using(turn)
            return nil
        }
        return proceed(turn, atOnce: 1)
    }

    private mutating func ended(_ turn: Turn) -> AgentEffect {
        let results = turn.results.compactMap { $0 }
        conversation.add(.results(results))
        for (call, result) in zip(turn.calls, results) {
            guard repetition.count(call, result) >= arguments.loopGuard.repeats else { continue }
            let message = "\"\(call.name)\" was called \(repetition.count) times with the same arguments and gave the same result"
            if arguments.loopGuard.fails { return end(.failure(Self.exhausted("agent.loop", message)), .failure) }
            conversation.add(.user("\(message). Try something else, or give your answer."))
            repetition = Repetition()
        }
        return pause()
    }
}

/// How often the latest call was made in a row with the same arguments and the same result.
struct Repetition {
    private var latest: [String] = []
    private(set) var count = 0

    mutating func count(_ call: AgentToolCall, _ result: AgentToolResult) -> Int {
        let signature = [call.name, call.arguments?.text(.canonical) ?? call.text, result.content]
        count = signature == latest ? count + 1 : 1
        latest = signature
        return count
    }
}
