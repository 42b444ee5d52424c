import CivilTime
import JSON
import Testing

@testable import SkillLanguage

/// How a conversation is kept short.
@Suite struct AgentCompactionTests {
    private func many(_ count: Int) -> [AgentAnswer] { (0..<count).map { .search("question \($0)") } }
    private static let room: JSON = ["iterations": 50, "duration": "10m"]

    @Test func `after so many iterations a model writes what stands for the older part`() throws {
        var play = try AgentPlay(["limits": Self.room, "compact": ["every_iterations": 3, "keep_last": 2, "model": "small"]])
        play.play(many(3) + [.says("all is known"), .done])
        #expect(play.log == ["ask", "use search", "ask", "use search", "ask", "use search", "summary", "ask", "end finish"])
        let question = play.questions[3]
        #expect(question.model == "small" && question.tools.isEmpty && question.finish == nil)
        guard case .user(let transcript)? = question.messages.first, case .user(let first)? = play.questions[4].messages.first else {
            Issue.record("the user does not begin")
            return
        }
        #expect(transcript.contains("Find out.") && transcript.contains("question 1") && !transcript.contains("question 2"))
        #expect(first == "Find out.\n\nSummary of the work so far:\nall is known")
        #expect(play.questions[4].messages.count == 3 && play.ending?.compactions == 1 && play.ending?.iterations == 4)
    }

    @Test(arguments: 1...5) func `a call is never parted from its result`(kept: Int) throws {
        var play = try AgentPlay(["limits": Self.room, "compact": ["every_iterations": 4, "keep_last": .int(Int64(kept))]])
        play.play(many(4) + [.says("summary"), .done])
        let messages = play.questions.last?.messages ?? []
        for (i, message) in messages.enumerated() {
            guard case .results(let results) = message else { continue }
            guard case .assistant(_, let calls) = messages[i - 1] else {
                Issue.record("results without their calls")
                continue
            }
            #expect(calls.map(\.id) == results.map(\.id))
        }
        #expect(messages.count - 1 >= kept && messages.count - 1 <= kept + 1)
    }

    @Test func `older results are cut to beginning and end first, and when that is enough no summary is written`() throws {
        var play = try AgentPlay([
            "limits": Self.room, "compact": ["at_tokens": 2000, "keep_last": 2, "tool_result_max_chars": 200],
        ])
        play.result = { use in Outcome(.success(.string(use.number == 1 ? "begin" + String(repeating: "x", count: 9000) + "end" : "short"))) }
        play.play(many(3) + [.done])
        #expect(!play.log.contains("summary"))
        guard case .results(let results)? = play.questions.last?.messages[2] else {
            Issue.record("the first results are gone")
            return
        }
        #expect(results[0].content.hasPrefix("beginx") && results[0].content.hasSuffix("xend") && results[0].content.contains("[...]"))
        #expect((190...200).contains(results[0].content.count))
    }

    @Test func `a conversation that is still too long is summarised`() throws {
        var play = try AgentPlay(["limits": Self.room, "compact": ["at_tokens": 1000, "keep_last": 2, "tool_result_max_chars": 4000]])
        play.result = { _ in Outcome(.success(.string(String(repeating: "x", count: 3000)))) }
        play.play(many(2) + [.says("summary"), .done])
        #expect(play.log.contains("summary") && play.log.last == "end finish")
    }

    @Test func `a context overflow is answered with a shorter conversation, once`() throws {
        var play = try AgentPlay(["limits": Self.room, "compact": ["keep_last": 2]])
        play.play(many(2))
        let overflow = Failure("llm.context_overflow", "too long")
        guard case .ask(let summary)? = play.loop.failed(overflow, at: play.clock),
            case .ask(let turn)? = play.loop.answered(.says("short"), at: play.clock)
        else {
            Issue.record("no summary is asked for")
            return
        }
        #expect(summary.purpose == .summary && turn.purpose == .turn && turn.messages.count == 3)
        guard case .end(let ending)? = play.loop.failed(overflow, at: play.clock), case .failure(let failure) = ending.result else {
            Issue.record("the second overflow does not end the loop")
            return
        }
        #expect(failure.type == "llm.context_overflow")
    }

    @Test func `what a summary costs is paid, and a budget it uses up ends the loop`() throws {
        var play = try AgentPlay([
            "limits": ["iterations": 50, "duration": "10m", "tokens": 100], "compact": ["every_iterations": 2, "keep_last": 1], "grace_call": false,
        ])
        play.play(many(2) + [.says("summary", using: 100), .done])
        #expect(play.failure?.type == "agent.budget" && play.ending?.usage.inputTokens == 100)
    }

    @Test func `between compactions the conversation only grows at its end`() throws {
        var play = try AgentPlay(["limits": Self.room])
        play.play(many(6) + [.done])
        for (before, after) in zip(play.questions, play.questions.dropFirst()) {
            #expect(Array(after.messages.prefix(before.messages.count)) == before.messages)
        }
    }

    @Test func `a second summary replaces the first`() throws {
        var play = try AgentPlay(["limits": Self.room, "compact": ["every_iterations": 2, "keep_last": 1]])
        play.play(many(2) + [.says("one")] + many(2) + [.says("two"), .done])
        guard case .user(let first)? = play.questions.last?.messages.first, case .user(let transcript)? = play.questions[5].messages.first else {
            Issue.record("the user does not begin")
            return
        }
        #expect(first.contains("two") && !first.contains("one") && transcript.contains("one"))
    }
}
