import CivilTime
import JSON
import Testing

@testable import SkillLanguage

/// When a loop ends by itself: limits, conditions, repetition.
@Suite struct AgentLimitTests {
    struct Case: CustomTestStringConvertible {
        let changes: JSON.Object
        let answers: [AgentAnswer]
        var takes = Duration.zero
        let error: String
        let iterations: Int
        var testDescription: String { "\(error) after \(iterations)" }
    }

    private static func limits(_ extra: JSON.Object) -> JSON.Object {
        var limits: JSON.Object = ["iterations": 9, "duration": "10m"]
        for (key, value) in extra { limits[key] = value }
        return ["limits": .object(limits)]
    }

    static let cases = [
        Case(changes: limits(["iterations": 2]), answers: [.search("a"), .search("b")], error: "agent.max_iterations", iterations: 2),
        Case(changes: limits(["duration": "1m"]), answers: [.search("a"), .search("b")], takes: .seconds(30), error: "agent.duration", iterations: 2),
        Case(changes: limits(["tool_calls": 1]), answers: [.search("a")], error: "agent.tool_calls", iterations: 1),
        Case(
            changes: limits(["tokens": 100]), answers: [.calls(("search", [:]), using: 99), .calls(("search", [:]), using: 1)],
            error: "agent.budget", iterations: 2),
        Case(
            changes: limits(["cost_usd": 0.5]), answers: [.calls(("search", [:]), cost: 0.25), .calls(("search", [:]), cost: 0.25)],
            error: "agent.budget", iterations: 2),
    ]

    @Test(arguments: cases) func `a limit that is reached ends the loop with its error`(_ limit: Case) throws {
        var play = try AgentPlay(limit.changes.adding("grace_call", false))
        play.answerTakes = limit.takes
        play.play(limit.answers + [.done])
        #expect(play.failure?.type == limit.error && play.failure?.retryable == false)
        #expect(play.ending?.iterations == limit.iterations && play.log.last == "end failure")
    }

    @Test(arguments: cases) func `before the end the model is asked once more for its answer, with nothing but finish`(_ limit: Case) throws {
        var play = try AgentPlay(limit.changes)
        play.answerTakes = limit.takes
        play.play(limit.answers + [.done])
        #expect(play.value == ["answer": "42"] && play.ending?.reason == .grace && play.ending?.iterations == limit.iterations)
        #expect(play.questions.last?.purpose == .grace && play.questions.last?.tools.isEmpty == true)
        #expect(play.questions.last?.finish != nil)
        #expect(play.lastWords?.hasPrefix("You are out of budget (") == true)
    }

    @Test(arguments: [AgentAnswer.says("42"), .finish(["answer": 42]), .search("c"), AgentAnswer()])
    func `a grace call without a valid answer leaves the outcome what it was`(_ answer: AgentAnswer) throws {
        var play = try AgentPlay(Self.limits(["iterations": 1]))
        play.play([.search("a"), answer, .done])
        #expect(play.failure?.type == "agent.max_iterations" && play.log == ["ask", "use search", "grace", "end failure"])
    }

    @Test func `a grace call that fails leaves the outcome what it was`() throws {
        var play = try AgentPlay(Self.limits(["iterations": 1]))
        play.play([.search("a")])
        guard case .end(let ending)? = play.loop.failed(Failure("llm.server", "down"), at: play.clock), case .failure(let failure) = ending.result
        else {
            Issue.record("the loop goes on")
            return
        }
        #expect(failure.type == "agent.max_iterations")
    }

    @Test func `without an output schema the words of the grace call are the value`() throws {
        var play = try AgentPlay(Self.limits(["iterations": 1]), output: nil)
        play.play([.search("a"), .says("about 42")])
        #expect(play.value == ["text": "about 42"] && play.ending?.reason == .grace)
    }

    @Test func `tool calls beyond the limit are not made, even within one turn`() throws {
        var play = try AgentPlay(Self.limits(["tool_calls": 2]))
        play.play([.calls(("search", ["n": 1]), ("search", ["n": 2]), ("search", ["n": 3])), .done])
        #expect(play.uses.count == 2)
        #expect(play.told("search-2")?.content == "2 tool calls were made, which is all that is allowed; give your answer")
    }

    @Test func `the agent has no more than its run has left`() throws {
        let left = CallRequest.Remaining(tokens: 50, costUSD: 0.2, calls: 1, deadline: Instant(milliseconds: 9))
        var play = try AgentPlay(Self.limits(["tokens": 100, "cost_usd": 1, "tool_calls": 5]), remaining: left)
        play.play([.search("a"), .done])
        #expect(play.questions[0].remainingTokens == 50 && play.questions[0].remainingCostUSD == 0.2)
        #expect(play.log == ["ask", "use search", "grace", "end grace"])
    }

    @Test func `a call that the budget cannot pay is agent budget`() throws {
        var loop = try AgentPlay(Self.limits(["tokens": 10])).loop
        _ = loop.start()
        guard case .end(let ending)? = loop.failed(Failure("limits.tokens", "10 left"), at: Instant(milliseconds: 0)),
            case .failure(let failure) = ending.result
        else {
            Issue.record("the loop goes on")
            return
        }
        #expect(failure.type == "agent.budget" && failure.message == "10 left")
    }

    // MARK: stop_when

    static let conditions = [
        "iteration >= 1", "${iteration >= 1}", "usage.input_tokens >= 5", "usage.cost_usd > 0.1", "tools['search'].calls == 1",
        "last.text == 'found it'", "input.enough == 5 && iteration == 1",
    ]

    @Test(arguments: conditions) func `a loop stops when a condition holds, before the next call of the model`(condition: String) throws {
        let names = Names([("input", ["enough": 5])])
        var play = try AgentPlay(["stop_when": ["false", .string(condition)], "grace_call": false], output: nil, names: names)
        let answer = AgentAnswer(
            text: "found it", calls: AgentAnswer.search("a").calls, usage: Usage(calls: 0, inputTokens: 5, outputTokens: 0, costUSD: 0.2))
        play.play([answer, .says("never asked")])
        #expect(play.log == ["ask", "use search", "end stop_when"])
        #expect(play.value == ["text": "found it"])
    }

    @Test func `a loop that was stopped is asked for its answer`() throws {
        var play = try AgentPlay(["stop_when": ["iteration == 1"]])
        play.play([.search("a"), .done])
        #expect(play.log == ["ask", "use search", "grace", "end grace"] && play.value == ["answer": "42"])
    }

    @Test func `a loop that was stopped without the answer it promised is agent no_finish`() throws {
        var play = try AgentPlay(["stop_when": ["iteration == 1"], "grace_call": false])
        play.play([.search("a")])
        #expect(play.failure?.type == "agent.no_finish")
    }

    @Test func `a condition goes before a limit`() throws {
        var play = try AgentPlay(["stop_when": ["iteration == 1"], "limits": ["iterations": 1, "duration": "1m"], "grace_call": false], output: nil)
        play.play([.search("a")])
        #expect(play.ending?.reason == .stopWhen)
    }

    @Test func `a condition that cannot be told ends the loop with the expression's error`() throws {
        var play = try AgentPlay(["stop_when": ["tools['nope'].calls > 1"]])
        play.play([.done])
        #expect(play.failure?.type == "expr.eval" && play.log == ["end failure"])
    }

    // MARK: repetition and delay

    @Test func `a call repeated with the same result is pointed out to the model`() throws {
        var play = try AgentPlay()
        play.play([.search("a"), .search("a"), .search("a"), .done])
        let told = "\"search\" was called 3 times with the same arguments and gave the same result. Try something else, or give your answer."
        #expect(play.lastWords == told)
        #expect(play.log.last == "end finish")
    }

    @Test func `a call repeated with the same result can be agent loop`() throws {
        var play = try AgentPlay(["loop_guard": ["repeats": 2, "action": "fail"]])
        play.play([.search("a"), .search("a"), .done])
        #expect(play.failure?.type == "agent.loop" && play.ending?.iterations == 2)
    }

    @Test func `keys in another order are the same call, another call between or another result is not`() throws {
        let fails: JSON.Object = ["loop_guard": ["repeats": 2, "action": "fail"]]
        var same = try AgentPlay(fails)
        same.result = { _ in Outcome(.success("x")) }
        same.play([.calls(("search", ["a": 1, "b": 2])), .calls(("search", ["b": 2, "a": 1])), .done])
        #expect(same.failure?.type == "agent.loop")
        var mixed = try AgentPlay(fails)
        mixed.play([.search("a"), .search("b"), .search("a"), .done])
        #expect(mixed.value != nil)
        var changing = try AgentPlay(fails)
        changing.result = { use in Outcome(.success(.int(Int64(use.number)))) }
        changing.play([.search("a"), .search("a"), .search("a"), .done])
        #expect(changing.value != nil)
    }

    @Test func `refused calls that are repeated are repetition too`() throws {
        var play = try AgentPlay(["loop_guard": ["repeats": 3, "action": "fail"]])
        play.play([.calls(("nope", [:])), .calls(("nope", [:])), .calls(("nope", [:])), .done])
        #expect(play.failure?.type == "agent.loop")
    }

    @Test func `the delay comes between two iterations`() throws {
        var play = try AgentPlay(["delay": "1s"])
        play.play([.search("a"), .says("b"), .done])
        #expect(play.log == ["ask", "use search", "wait 1s", "ask", "wait 1s", "ask", "end finish"])
    }

    @Test func `a delay that is not over yet is not cut short`() throws {
        var play = try AgentPlay(["delay": "1s"])
        _ = play.loop.start()
        guard case .wait(let until)? = play.loop.answered(.says("a"), at: play.clock) else {
            Issue.record("there is no delay")
            return
        }
        #expect(play.loop.resume(at: until - .milliseconds(1)) == nil)
        #expect(play.loop.resume(at: until) != nil)
    }
}

extension JSON.Object {
    func adding(_ key: String, _ value: JSON) -> JSON.Object {
        var copy = self
        copy[key] = value
        return copy
    }
}
