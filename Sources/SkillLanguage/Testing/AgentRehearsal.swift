import CivilTime
import JSON

/// An agent's loop played against a script: the loop that a run has, with the script for its model and its tools.
///
/// A call that has a result has to be made, one without has to be refused, and every turn has to be played: a script that says otherwise
/// proves nothing, so it is a problem of the test.
struct AgentRehearsal {
    private let script: AgentScript
    private let test: String
    private var loop: AgentLoop
    private var clock: Instant
    private var next = 0
    private var made: Set<String> = []
    private(set) var problems: [Finding] = []

    init(_ script: AgentScript, of test: String, _ loop: AgentLoop, at start: Instant) {
        self.script = script
        self.test = test
        self.loop = loop
        clock = start
    }

    /// - Returns: what the call gives, and when.
    mutating func play() -> (outcome: Outcome, at: Instant) {
        var effect: AgentEffect? = loop.start()
        while let current = effect {
            switch current {
            case .ask(let question) where question.purpose == .summary:
                effect = loop.answered(AgentAnswer(text: "(a summary)"), at: clock)
            case .ask:
                settleLatest()
                guard next < script.turns.count else { return (unanswered(), clock) }
                effect = speak(script.turns[next])
                next += 1
            case .use(let uses):
                effect = use(uses)
            case .wait(let until):
                clock = until
                effect = loop.resume(at: until)
            case .end(let ending):
                settle(ending)
                return (Outcome(ending.result, usage: ending.usage), clock)
            }
        }
        return (Outcome(.failure(Failure("internal", "the agent waits for nothing", retryable: false))), clock)
    }

    private mutating func speak(_ turn: AgentScript.Turn) -> AgentEffect? {
        clock = clock + turn.takes
        if let failure = turn.failure { return loop.failed(failure, usage: turn.usage, at: clock) }
        var calls = turn.uses.map { AgentToolCall(id: $0.pointer, name: $0.tool, text: $0.arguments.text(.compact)) }
        if let finish = turn.finish {
            calls.append(AgentToolCall(id: turn.pointer + "/finish", name: AgentArguments.finish, text: finish.text(.compact)))
        }
        return loop.answered(AgentAnswer(text: turn.text, calls: calls, usage: turn.usage), at: clock)
    }

    /// Calls made at the same time take as long as the longest.
    private mutating func use(_ uses: [AgentToolUse]) -> AgentEffect? {
        let known = script.turns[next - 1].uses
        var effect: AgentEffect?
        let took = uses.compactMap { use in known.first { $0.pointer == use.id }?.takes }.max() ?? .zero
        clock = clock + took
        for use in uses {
            made.insert(use.id)
            guard let answer = known.first(where: { $0.pointer == use.id })?.answer else {
                report("E52", use.id, "the tool \"\(use.tool)\" is called, and the script has no result for it", hint: "add \"result\": ...")
                effect = loop.finished(use.number, Outcome(.failure(Failure("internal.no_mock", "no result", retryable: false))), at: clock)
                continue
            }
            effect = loop.finished(use.number, Outcome(answer), at: clock)
        }
        return effect
    }

    /// Looks whether the calls of the turn before became what the script says.
    private mutating func settleLatest() {
        guard next > 0 else { return }
        for use in script.turns[next - 1].uses where use.answer != nil && !made.contains(use.pointer) {
            let reason = loop.conversation.result(of: use.pointer)?.content ?? "the agent ended"
            report("E51", use.pointer, "the call of \"\(use.tool)\" is not made: \(reason)", hint: "leave its result out where that is the point")
        }
    }

    private mutating func settle(_ ending: AgentEnding) {
        settleLatest()
        guard next < script.turns.count else { return }
        let how =
            switch ending.result {
            case .success(let value): "with \(value.excerpt())"
            case .failure(let failure): "with \(failure)"
            }
        report("E51", script.turns[next].pointer, "the agent ended \(how) before this turn")
    }

    private mutating func unanswered() -> Outcome {
        let message = "the model is asked again after \(next) turns, and the script has no further one"
        report("E52", script.pointer, message, hint: "end the script with {\"finish\": {...}}, or give \"grace_call\": false")
        return Outcome(.failure(Failure("internal.no_mock", message, retryable: false)))
    }

    private mutating func report(_ code: String, _ pointer: String, _ message: String, hint: String? = nil) {
        problems.append(Finding(code, pointer, "test \"\(test)\": \(message)", hint: hint))
    }
}
