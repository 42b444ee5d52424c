import CivilTime
import JSON
import Testing

@testable import SkillLanguage

/// What becomes of the model's answers.
@Suite struct AgentAnswerTests {
    @Test func `the arguments of finish are the value`() throws {
        var play = try AgentPlay()
        play.play([.search("a"), .done])
        #expect(play.log == ["ask", "use search", "ask", "end finish"])
        #expect(play.value == ["answer": "42"])
        #expect(play.ending?.iterations == 2 && play.ending?.usage.calls == 1)
    }

    @Test func `without an output schema the model's words are the value and finish is no tool`() throws {
        var play = try AgentPlay(output: nil)
        play.play([.done, .says("it is 42")])
        #expect(play.value == ["text": "it is 42"])
        #expect(play.told("finish-0")?.content == "there is no tool \"finish\"; there are: search, note, tell")
        #expect(play.questions.allSatisfy { $0.finish == nil })
    }

    @Test func `words where finish is due are answered once with a nudge`() throws {
        var play = try AgentPlay()
        play.play([.says("it is 42"), .done])
        #expect(play.log == ["ask", "ask", "end finish"])
        #expect(play.lastWords == "Call the tool \"finish\" with your answer. Words alone are not an answer here.")
    }

    @Test func `words after the nudge are agent no_finish`() throws {
        var play = try AgentPlay()
        play.play([.says("a"), .search("b"), .says("c")])
        #expect(play.failure?.type == "agent.no_finish" && play.failure?.retryable == false)
        #expect(play.ending?.iterations == 3)
    }

    @Test func `an answer that does not fit is told why, and counts as an iteration`() throws {
        var play = try AgentPlay()
        play.play([.finish(["answer": 42]), .done])
        #expect(play.value == ["answer": "42"] && play.ending?.iterations == 2)
        let told = try #require(play.told("finish-0"))
        #expect(told.isError && told.content.contains("/answer") && told.content.contains("string"))
    }

    @Test func `of several calls of finish the first that fits counts, and no other call of that turn is made`() throws {
        var play = try AgentPlay()
        play.play([.calls(("search", [:]), ("finish", [:]), ("finish", ["answer": "b"]), ("finish", ["answer": "c"]))])
        #expect(play.log == ["ask", "end finish"] && play.value == ["answer": "b"])
    }

    @Test func `calls beside a finish that does not fit are made`() throws {
        var play = try AgentPlay()
        play.play([.calls(("finish", [:]), ("search", ["q": "a"])), .done])
        #expect(play.log == ["ask", "use search", "ask", "end finish"])
    }

    @Test func `an empty answer is no message without content`() throws {
        var play = try AgentPlay()
        play.play([AgentAnswer(), .done])
        #expect(play.questions[1].messages[1] == .assistant(text: "(nothing)", calls: []))
    }

    @Test func `the user begins, and no two messages of one role follow each other`() throws {
        var play = try AgentPlay(["loop_guard": ["repeats": 2, "action": "warn"], "limits": ["iterations": 4, "duration": "10m"]])
        play.play([.says("a"), .search("b"), .search("b"), .search("b"), .done])
        for question in play.questions {
            guard case .user = question.messages.first else {
                Issue.record("the first message is not the user's")
                continue
            }
            for (first, second) in zip(question.messages, question.messages.dropFirst()) {
                switch (first, second) {
                case (.user, .user), (.assistant, .assistant), (.results, .results): Issue.record("\(first) is followed by \(second)")
                default: break
                }
            }
        }
        #expect(play.log.last == "end grace")
    }

    @Test func `a question carries the model, the effort, the system prompt, the tools in their order and the time limit`() throws {
        var play = try AgentPlay([
            "system": "Be brief.", "effort": "high", "limits": ["iterations": 1, "duration": "1m", "iteration_timeout": "20s", "tokens": 100],
        ])
        play.play([])
        let question = try #require(play.questions.first)
        #expect(question.model == "smart" && question.effort == "high" && question.system == "Be brief.")
        #expect(question.messages == [.user("Find out.")] && question.tools.map(\.name) == ["search", "note", "tell"])
        #expect(question.finish == AgentPlay.output && question.timeout == .seconds(20) && question.remainingTokens == 100)
        #expect(try AgentPlay().loop.arguments.limits.iterationTimeout == .seconds(90))
    }

    @Test func `a model that cannot be asked ends the loop with its error`() throws {
        var loop = try AgentPlay().loop
        _ = loop.start()
        let used = Usage(calls: 0, inputTokens: 7, outputTokens: 0, costUSD: 0)
        guard case .end(let ending)? = loop.failed(Failure("llm.auth", "no"), usage: used, at: Instant(milliseconds: 5)) else {
            Issue.record("the loop goes on")
            return
        }
        #expect(throws: Failure("llm.auth", "no")) { try ending.result.get() }
        #expect(ending.usage.inputTokens == 7)
    }

    @Test func `an event that nobody waits for changes nothing`() throws {
        var play = try AgentPlay()
        _ = play.loop.start()
        #expect(play.loop.finished(1, Outcome(.success(1)), at: play.clock) == nil)
        #expect(play.loop.resume(at: play.clock) == nil)
        #expect(play.loop.answered(.done, at: play.clock) != nil)
        #expect(play.loop.answered(.done, at: play.clock) == nil)
        #expect(play.loop.failed(Failure("llm.auth", ""), at: play.clock) == nil)
        #expect(play.loop.cancel(at: play.clock) == nil)
        #expect(play.loop.iterations == 1)
    }

    @Test func `cancelling ends the loop at once, without a grace call`() throws {
        var loop = try AgentPlay().loop
        _ = loop.start()
        guard case .end(let ending)? = loop.cancel(at: Instant(milliseconds: 1)), case .failure(let failure) = ending.result else {
            Issue.record("the loop goes on")
            return
        }
        #expect(failure.type == "cancelled" && !failure.retryable)
    }

    @Test func `equal events give equal effects, so a loop is resumed by feeding it its record`() throws {
        let answers: [AgentAnswer] = [.search("a"), .says("b"), .calls(("note", [:]), ("tell", ["name": "x"])), .done]
        var first = try AgentPlay(), second = try AgentPlay()
        first.play(answers)
        second.play(answers)
        #expect(first.log == second.log && first.questions.map(\.messages) == second.questions.map(\.messages))
        #expect(first.uses.map(\.number) == [1, 2, 3] && second.uses.map(\.number) == [1, 2, 3])
    }
}
