import CivilTime
import JSON
import Testing

@testable import SkillLanguage

/// The calls of tools: which are made, with what, and when.
@Suite struct AgentToolTests {
    struct Refused: CustomTestStringConvertible {
        let why: String
        let tool: JSON
        let call: (String, String)
        let told: String
        var testDescription: String { why }
    }

    static let refused: [Refused] = [
        Refused(why: "an unknown tool", tool: ["use": "echo"], call: ("eccho", "{}"), told: "there is no tool \"eccho\"; there are: echo, finish"),
        Refused(why: "text that is not JSON", tool: ["use": "echo"], call: ("echo", "{\"a\":"), told: "the arguments are not a JSON object"),
        Refused(why: "JSON that is no object", tool: ["use": "echo"], call: ("echo", "[1]"), told: "the arguments are not a JSON object"),
        Refused(
            why: "a missing argument", tool: ["use": "memory.get"], call: ("memory_get", "{}"), told: "the arguments do not fit: \"key\" is missing"),
        Refused(why: "an argument of the wrong type", tool: ["use": "memory.get"], call: ("memory_get", "{\"key\": 1}"), told: "/key"),
        Refused(why: "an argument that there is not", tool: ["use": "memory.get"], call: ("memory_get", "{\"key\": \"a\", \"b\": 1}"), told: "b"),
        Refused(
            why: "another value for what is fixed", tool: ["use": "memory.get", "with": ["key": "a"]], call: ("memory_get", "{\"key\": \"b\"}"),
            told: "\"key\" is fixed and cannot be given; leave it out"),
    ]

    @Test(arguments: refused) func `a call that cannot be made is told to the model with what would be right`(_ refused: Refused) throws {
        var play = try AgentPlay(["tools": [refused.tool]])
        let call = AgentToolCall(id: "x", name: refused.call.0, text: refused.call.1)
        play.play([AgentAnswer(calls: [call]), .done])
        let told = try #require(play.told("x"))
        #expect(told.isError && told.content.contains(refused.told), "\(told.content)")
        #expect(play.log == ["ask", "ask", "end finish"] && play.uses.isEmpty && play.ending?.iterations == 2)
    }

    @Test func `arguments the author has fixed are added and not shown to the model`() throws {
        let get: JSON = ["use": "http", "name": "status", "with": ["method": "GET", "url": "https://status.example.com"]]
        var play = try AgentPlay(["tools": [get]])
        play.play([.calls(("status", ["query": ["page": 2]])), .calls(("status", ["method": "GET"])), .done])
        #expect(play.uses.first?.arguments == ["query": ["page": 2], "method": "GET", "url": "https://status.example.com"])
        #expect(play.uses.count == 2)
        let shown = try #require(play.questions.first?.tools.first?.input)
        #expect(shown["properties"]?["url"] == nil && shown["properties"]?["query"] != nil && shown["required"] == [])
    }

    @Test func `a tool is called no more often than it may be`() throws {
        var play = try AgentPlay(["tools": [["use": "echo", "max_calls": 2], ["use": "emit"]]])
        play.play([.calls(("echo", ["n": 1]), ("echo", ["n": 2]), ("echo", ["n": 3])), .calls(("emit", ["name": "a"])), .done])
        #expect(play.uses.map(\.tool) == ["echo", "echo", "emit"])
        #expect(play.told("echo-2")?.content == "\"echo\" was called 2 times, which is all that is allowed; go on without it")
    }

    @Test func `calls of one turn are made at the same time only when all of them read`() throws {
        var play = try AgentPlay(["tools": [["use": "echo"], ["use": "memory.get"], ["use": "emit"], ["use": "http"]]])
        let read: JSON = ["method": "GET", "url": "https://a.example.com"], write: JSON = ["method": "POST", "url": "https://a.example.com"]
        play.play([
            .calls(("echo", [:]), ("memory_get", ["key": "a"]), ("http", read)), .calls(("echo", [:]), ("emit", ["name": "x"]), ("echo", [:])),
            .calls(("http", write), ("echo", [:])), .done,
        ])
        #expect(
            play.log == [
                "ask", "use echo memory_get http", "ask", "use echo", "use emit", "use echo", "ask", "use http", "use echo", "ask", "end finish",
            ])
    }

    @Test func `a server's tool writes unless the server says that it reads`() throws {
        let arguments = try AgentPlay().loop.arguments
        #expect(!AgentTool(arguments.tools[0], input: nil).reads([:]))
        #expect(AgentTool(arguments.tools[0], input: nil, reads: true).reads([:]))
    }

    @Test func `results are told in the order of the calls, whichever came first`() throws {
        var play = try AgentPlay(["tools": [["use": "echo"], ["use": "memory.get"]]])
        _ = play.loop.start()
        guard case .use(let uses)? = play.loop.answered(.calls(("echo", [:]), ("memory_get", ["key": "a"]), ("echo", ["n": 2])), at: play.clock)
        else {
            Issue.record("the calls are not made")
            return
        }
        #expect(play.loop.finished(uses[2].number, Outcome(.success("third")), at: play.clock) == nil)
        #expect(play.loop.finished(uses[0].number, Outcome(.success("first")), at: play.clock) == nil)
        #expect(play.loop.finished(uses[0].number, Outcome(.success("again")), at: play.clock) == nil)
        guard case .ask(let question)? = play.loop.finished(uses[1].number, Outcome(.success("second")), at: play.clock),
            case .results(let results)? = question.messages.last
        else {
            Issue.record("the model is not asked")
            return
        }
        #expect(results.map(\.content) == ["first", "second", "third"])
    }

    @Test func `a failing tool is a result for the model`() throws {
        var play = try AgentPlay()
        play.result = { _ in Outcome(.failure(Failure("http.denied", "not permitted"))) }
        play.play([.search("a"), .done])
        #expect(play.told("search-0")?.content == "http.denied: not permitted" && play.told("search-0")?.isError == true)
        #expect(play.log.last == "end finish")
    }

    @Test(arguments: ["limits.calls", "limits.tokens", "cancelled"])
    func `the run's own limits and its cancellation end the loop`(type: String) throws {
        var play = try AgentPlay()
        play.result = { _ in Outcome(.failure(Failure(type, "over"))) }
        play.play([.search("a"), .done])
        #expect(play.failure?.type == type && play.log.last == "end failure")
    }

    @Test func `what a tool used is the agent's use`() throws {
        var play = try AgentPlay()
        play.result = { _ in Outcome(.success([:]), usage: Usage(calls: 2, inputTokens: 10, outputTokens: 5, costUSD: 0.5)) }
        play.play([.search("a"), .done])
        #expect(play.ending?.usage == Usage(calls: 3, inputTokens: 10, outputTokens: 5, costUSD: 0.5))
    }

    static let approvals: [(approve: JSON, asked: [Bool])] = [
        ("never", [false, false]), ("always", [true, true]), ("once_per_run", [true, false]),
        (["when": "args.n > 1.0 && tools.echo.calls == 1.0"], [false, true]),
    ]

    @Test(arguments: 0..<approvals.count) func `a person is asked where the author says so`(_ index: Int) throws {
        let (approve, asked) = Self.approvals[index]
        var play = try AgentPlay(["tools": [["use": "echo", "approve": approve]]])
        play.play([.calls(("echo", ["n": 1])), .calls(("echo", ["n": 2])), .done])
        #expect(play.uses.map(\.needsApproval) == asked)
    }

    @Test func `a refusal by a person is told to the model and approves nothing`() throws {
        var play = try AgentPlay(["tools": [["use": "emit", "approve": "once_per_run"]]])
        play.result = { _ in Outcome(.failure(Failure("human.refused", "not now"))) }
        play.play([.calls(("emit", ["name": "a"])), .calls(("emit", ["name": "a"])), .done])
        #expect(play.uses.map(\.needsApproval) == [true, true])
        #expect(play.told("emit-0")?.content == "human.refused: not now")
    }

    @Test(arguments: [
        ("skill:look_up@^1", "skill_look_up"), ("mcp:github/search_code", "mcp_github_search_code"), ("memory.get", "memory_get"),
        ("mcp:a.b/c d/é", "mcp_a_b_c_d__"), ("http", "http"),
    ])
    func `a tool without a name has one that servers of models accept`(use: String, name: String) throws {
        let play = try AgentPlay(["tools": [["use": .string(use)]]])
        #expect(play.loop.tools.map(\.name) == [name])
    }

    @Test(arguments: [
        (["tools": [["use": "echo"], ["use": "emit", "name": "echo"]]], "two tools are called \"echo\""),
        (["tools": [["use": "echo", "name": "finish"]]], "a tool cannot be called \"finish\""),
        (["tools": [["use": "ecko"]]], "there is no callable \"ecko\""), (["limits": ["iterations": 5]], "limits need iterations and duration"),
        (["stop_when": ["iteration >"]], "iteration >"), (["model": 1], "/model"), (["delay": "soon"], "/delay"),
    ] as [(JSON.Object, String)])
    func `arguments that cannot be used are told`(changes: JSON.Object, message: String) {
        let failure = #expect(throws: Failure.self) { try AgentPlay(changes) }
        #expect(failure?.type == "expr.type" && failure?.message.contains(message) == true, "\(failure?.message ?? "")")
    }
}
