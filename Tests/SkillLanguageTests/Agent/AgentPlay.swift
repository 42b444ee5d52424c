import CivilTime
import JSON
import Testing

@testable import SkillLanguage

/// An agent's loop with the model's answers listed and every tool call answered at once.
struct AgentPlay {
    var loop: AgentLoop
    /// Effects as they came: `ask`, `grace`, `summary`, `use search note` (calls at the same time), `wait 1s`, `end finish`.
    var log: [String] = []
    var questions: [AgentQuestion] = []
    var uses: [AgentToolUse] = []
    var ending: AgentEnding?
    var clock = Instant(milliseconds: 0)
    /// How long each answer of the model takes.
    var answerTakes = Duration.zero
    var result: (AgentToolUse) -> Outcome = { use in Outcome(.success(["result": use.arguments])) }

    static let output: JSON = [
        "type": "object", "properties": ["answer": ["type": "string"]], "required": ["answer"], "additionalProperties": false,
    ]

    /// - Parameter changes: members of `with`, in place of those of a plain agent with three tools and five iterations.
    init(_ changes: JSON.Object = [:], output: JSON? = Self.output, remaining: CallRequest.Remaining? = nil, names: Names? = nil) throws {
        var with: JSON.Object = [
            "model": "smart", "prompt": "Find out.", "limits": ["iterations": 5, "duration": "10m"],
            "tools": [["use": "mcp:web/search", "name": "search"], ["use": "echo", "name": "note"], ["use": "emit", "name": "tell"]],
        ]
        with["output"] = output
        for (key, value) in changes { with[key] = value }
        let arguments = try AgentArguments(.object(with))
        loop = AgentLoop(arguments, tools: AgentTool.offered(by: arguments, among: nil), names: names, remaining: remaining, at: clock)
    }

    /// Plays until the loop ends or the answers do.
    mutating func play(_ answers: [AgentAnswer]) {
        var answers = answers[...]
        var effect: AgentEffect? = loop.start()
        while let current = effect {
            switch current {
            case .ask(let question):
                log.append(question.purpose == .turn ? "ask" : "\(question.purpose)")
                questions.append(question)
                guard let answer = answers.popFirst() else { return }
                clock = clock + answerTakes
                effect = loop.answered(answer, at: clock)
            case .use(let made):
                log.append("use " + made.map(\.tool).joined(separator: " "))
                uses += made
                for use in made { effect = loop.finished(use.number, result(use), at: clock) }
            case .wait(let until):
                log.append("wait \((until - clock).text)")
                clock = until
                effect = loop.resume(at: until)
            case .end(let ending):
                log.append("end \(ending.reason.rawValue)")
                self.ending = ending
                effect = nil
            }
        }
    }

    var value: JSON? { try? ending?.result.get() }
    var failure: Failure? { if case .failure(let failure)? = ending?.result { failure } else { nil } }
    /// What the model was told of the call, which is marked `name-N` by its place.
    func told(_ call: String) -> AgentToolResult? { loop.conversation.result(of: call) }
    /// What the latest question ends with.
    var lastWords: String? { if case .user(let text)? = questions.last?.messages.last { text } else { nil } }
}

extension AgentAnswer {
    static func says(_ text: String, using tokens: Int = 0, cost: Double = 0) -> AgentAnswer {
        AgentAnswer(text: text, usage: Usage(calls: 0, inputTokens: tokens, outputTokens: 0, costUSD: cost))
    }

    /// One call for each pair, marked `name-N`.
    static func calls(_ made: (String, JSON)..., using tokens: Int = 0, cost: Double = 0) -> AgentAnswer {
        let calls = made.enumerated().map { AgentToolCall(id: "\($1.0)-\($0)", name: $1.0, text: $1.1.text(.compact)) }
        return AgentAnswer(calls: calls, usage: Usage(calls: 0, inputTokens: tokens, outputTokens: 0, costUSD: cost))
    }

    static func finish(_ answer: JSON) -> AgentAnswer { .calls(("finish", answer)) }
    static let done = AgentAnswer.finish(["answer": "42"])
    static func search(_ text: String) -> AgentAnswer { .calls(("search", ["q": .string(text)])) }
}
