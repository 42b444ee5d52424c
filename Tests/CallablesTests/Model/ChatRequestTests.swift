import JSON
import SkillLanguage
import Testing

@testable import Callables
@testable import Workspace

@Suite struct ChatRequestTests {
    static let schema: JSON = [
        "type": "object", "properties": ["n": ["type": "integer", "minimum": 1]], "required": ["n"], "additionalProperties": false,
    ]
    static let lowered: JSON = [
        "type": "object", "properties": ["n": ["type": "integer", "description": "{\"minimum\":1}"]], "required": ["n"],
        "additionalProperties": false,
    ]

    private func body(_ arguments: JSON, _ model: Settings.Model = model(), maxTokens: Int = 300) throws -> JSON {
        let arguments = try ModelArguments(arguments)
        return ChatRequest(arguments, arguments.messages, to: model, maxTokens: maxTokens).body
    }

    @Test func `a plain question`() throws {
        #expect(
            try body(["model": "fast", "system": "Be brief.", "prompt": "Why?", "temperature": 0])
                == [
                    "model": "small-1", "max_tokens": 300, "temperature": 0.0,
                    "messages": [["role": "system", "content": "Be brief."], ["role": "user", "content": "Why?"]],
                ])
    }

    @Test func `effort and the name of max_tokens follow the model's settings`() throws {
        let arguments: JSON = ["model": "fast", "prompt": "Why?", "effort": "low"]
        #expect(try body(arguments)["reasoning_effort"] == nil)
        let capable = try body(arguments, model(sendsEffort: true, maxTokensField: "max_completion_tokens"))
        #expect(capable["reasoning_effort"] == "low")
        #expect(capable["max_completion_tokens"] == 300)
        #expect(capable["max_tokens"] == nil)
    }

    @Test func `messages of one role in a row are merged, values become text`() throws {
        let messages = try ModelArguments([
            "model": "fast", "system": "A", "prompt": ["n": 1],
            "messages": [
                ["role": "system", "content": "B"], ["role": "user", "content": "C"], ["role": "assistant", "content": "D"],
                ["role": "user", "content": "E"],
            ],
        ]).messages
        #expect(
            messages == [
                ChatMessage(.system, "A\n\nB"), ChatMessage(.user, "C"), ChatMessage(.assistant, "D"), ChatMessage(.user, "E\n\n{\"n\":1}"),
            ])
    }

    @Test func `a server with JSON schemas gets the lowered one`() throws {
        let body = try body(["model": "fast", "prompt": "x", "output": Self.schema])
        #expect(body["response_format"] == ["type": "json_schema", "json_schema": ["name": "output", "schema": Self.lowered, "strict": true]])
    }

    @Test func `a server with tools alone is made to call one`() throws {
        let body = try body(["model": "fast", "prompt": "x", "output": Self.schema], model(.tool))
        #expect(body["tools"]?[0]?["function"]?["parameters"] == Self.lowered)
        #expect(body["tools"]?[0]?["function"]?["name"] == "answer")
        #expect(body["tool_choice"] == ["type": "function", "function": ["name": "answer"]])
        #expect(body["response_format"] == nil)
    }

    @Test(arguments: [nil, "Be brief."] as [String?])
    func `a server with neither is asked in words`(system: String?) throws {
        let body = try body(["model": "fast", "system": system.map(JSON.string) ?? .null, "prompt": "x", "output": Self.schema], model(.text))
        let messages = try #require(body["messages"]?.array)
        #expect(messages.map { $0["role"] } == ["system", "user"])
        #expect(messages[0]["content"]?.string?.hasPrefix(system ?? "Answer") == true)
        #expect(messages[0]["content"]?.string?.contains(Self.schema.text(.compact)) == true)
        #expect(body["response_format"] == nil)
        #expect(body["tools"] == nil)
    }

    @Test(
        arguments: [
            (["prompt": "x"], "\"model\" is missing"), (["model": "m"], "\"prompt\" is missing"),
            (["model": "m", "prompt": "x", "repair": 4], "from 0 to 3"),
            (["model": "m", "prompt": "x", "output": ["type": "array"]], "type object"),
            (["model": "m", "prompt": "x", "output": ["type": "object", "requierd": []]], "\"output\" is not a usable JSON Schema"),
            (["model": "m", "prompt": "x", "effort": "huge"], "\"effort\""), (["model": "m", "messages": "x"], "must be a list"),
            (["model": "m", "messages": [["role": "tool", "content": "x"]]], "a message is"),
            (["model": "m", "promt": "x"], "no argument \"promt\""),
            (["model": "m", "prompt": "x", "temperature": 3], "from 0.0 to 2.0"), (["model": "m", "prompt": "x", "max_tokens": 0], "from 1 to"),
        ] as [(JSON, String)])
    func `what is wrong with arguments is told`(arguments: JSON, problem: String) {
        let failure = #expect(throws: Failure.self) { try ModelArguments(arguments) }
        #expect(failure?.type == "expr.type")
        #expect(failure?.message.contains(problem) == true, "\(failure?.message ?? "")")
    }
}
