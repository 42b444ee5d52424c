import HTTPClient
import JSON
import SkillLanguage
import Testing

@testable import Callables
@testable import Workspace

@Suite struct LLMCallableTests {
    private func callable(
        _ server: ScriptedServer?, _ output: Settings.Model.StructuredOutput = .jsonSchema, key: String? = "KEY"
    ) throws -> LLMCallable {
        var settings = Settings.empty
        if let server { settings.models["fast"] = model(output, baseURL: server.origin + "/v1/", keySecret: key) }
        return LLMCallable(settings: { [settings] in settings }, secrets: Canary.secrets, client: try Client(), time: SetTime())
    }

    private func completion(_ content: String, finish: String = "stop", usage: JSON = ["prompt_tokens": 100, "completion_tokens": 10])
        -> ScriptedServer.Reply
    {
        let body: JSON = [
            "model": "small-1b", "choices": [["message": ["role": "assistant", "content": .string(content)], "finish_reason": .string(finish)]],
            "usage": usage,
        ]
        return .answer(200, headers: ["Content-Type: application/json", "x-request-id: req_1"], body.text(.compact))
    }

    private let permitted = [permits(models: ["fast"])]
    private let question: JSON = ["model": "fast", "prompt": "How many?", "output": ChatRequestTests.schema]

    @Test func `a question is asked with the key, and the answer's text is the value`() async throws {
        let server = try ScriptedServer { [self] _, _ in completion("Two.") }
        let outcome = await (try callable(server)).perform(invocation("llm", ["model": "fast", "prompt": "How many?"], permits: permitted))
        #expect(outcome.value == ["text": "Two."])
        #expect(outcome.usage.inputTokens == 100 && outcome.usage.outputTokens == 10 && !outcome.usage.estimated)
        #expect(abs(outcome.usage.costUSD - 0.00028) < 1e-12)
        let request = try #require(server.received.first)
        #expect(request.method == "POST")
        #expect(request.target == "/v1/chat/completions")
        #expect(request.headers["authorization"] == "Bearer sk-key-0123456789")
        #expect(request.headers["content-type"] == "application/json")
        #expect(try JSON(parsing: request.body)["max_tokens"] == 4096)
    }

    @Test func `max_tokens is lowered to what the run has left`() async throws {
        let server = try ScriptedServer { [self] _, _ in completion("Two.") }
        _ = await (try callable(server)).perform(invocation("llm", ["model": "fast", "prompt": "How many?"], permits: permitted, tokens: 203))
        #expect(try JSON(parsing: server.received.first?.body ?? "")["max_tokens"] == 200)
        let none = await (try callable(server)).perform(invocation("llm", ["model": "fast", "prompt": "How many?"], permits: permitted, tokens: 0))
        #expect(none.failure?.type == "limits.tokens")
        #expect(server.received.count == 1)
    }

    @Test(arguments: Settings.Model.StructuredOutput.allCases)
    func `an answer that breaks the schema is repaired with the validator's words, and both calls are paid`(kind: Settings.Model.StructuredOutput)
        async throws
    {
        let server = try ScriptedServer { [self] _, count in completion(count == 0 ? #"{"n": 0}"# : #"{"n": 2}"#) }
        let outcome = await (try callable(server, kind)).perform(invocation("llm", question, permits: permitted))
        #expect(outcome.value == ["n": 2])
        #expect(outcome.usage.inputTokens == 200 && outcome.usage.outputTokens == 20)
        let messages = try #require(try JSON(parsing: server.received[1].body)["messages"]?.array).suffix(2)
        #expect(messages.map { $0["role"] } == ["assistant", "user"])
        #expect(messages.first?["content"] == #"{"n": 0}"#)
        #expect(messages.last?["content"]?.string?.contains("/n") == true)
    }

    @Test(arguments: [(0, 1), (1, 2), (3, 4)])
    func `repairs are bounded`(repair: Int64, calls: Int) async throws {
        let server = try ScriptedServer { [self] _, _ in completion("no idea") }
        var object = try #require(question.object)
        object["repair"] = .int(repair)
        let outcome = await (try callable(server)).perform(invocation("llm", .object(object), permits: permitted))
        #expect(outcome.failure?.type == "llm.invalid_output")
        #expect(outcome.failure?.retryable == false)
        #expect(
            outcome.failure?.details
                == ["status": 200, "request_id": "req_1", "model": "small-1b", "text": "no idea", "violation": "the answer has no JSON object"])
        #expect(server.received.count == calls)
        #expect(outcome.usage.inputTokens == 100 * calls)
    }

    @Test func `a repair that the run cannot pay is not made`() async throws {
        let server = try ScriptedServer { [self] _, _ in completion("no idea") }
        let outcome = await (try callable(server)).perform(invocation("llm", question, permits: permitted, tokens: 150))
        #expect(outcome.failure?.type == "llm.invalid_output")
        #expect(server.received.count == 1)
        #expect(outcome.usage.inputTokens == 100)
    }

    @Test(
        arguments: [
            (#"{"n": 1"#, "length", "llm.truncated"), (#"{"n": 1}"#, "length", nil), ("", "content_filter", "llm.refusal"),
            (#"{"n": 1}"#, "stop", nil),
        ] as [(String, String, String?)])
    func `an answer that is cut off counts when it is whole`(content: String, finish: String, type: String?) async throws {
        let server = try ScriptedServer { [self] _, _ in completion(content, finish: finish) }
        let outcome = await (try callable(server)).perform(invocation("llm", question, permits: permitted))
        #expect(outcome.failure?.type == type)
        #expect(server.received.count == 1, "neither is repaired")
        #expect(outcome.usage.outputTokens == 10)
    }

    @Test func `a text that is cut off is an error that has the text`() async throws {
        let server = try ScriptedServer { [self] _, _ in completion("Once upon", finish: "length") }
        let outcome = await (try callable(server)).perform(invocation("llm", ["model": "fast", "prompt": "Tell."], permits: permitted))
        #expect(outcome.failure?.type == "llm.truncated")
        #expect(outcome.failure?.details?["text"] == "Once upon")
    }

    @Test func `a server without numbers is paid by estimate`() async throws {
        let server = try ScriptedServer { [self] _, _ in completion("12345678", usage: nil) }
        let outcome = await (try callable(server)).perform(invocation("llm", ["model": "fast", "prompt": "1234567"], permits: permitted))
        #expect(outcome.usage.inputTokens == 2 && outcome.usage.outputTokens == 2 && outcome.usage.estimated)
    }

    @Test func `an unknown alias says what to add to the settings`() async throws {
        let outcome = await (try callable(nil)).perform(invocation("llm", question, permits: permitted))
        #expect(outcome.failure?.type == "llm.not_configured")
        #expect(outcome.failure?.retryable == false)
        #expect(outcome.failure?.message.contains(#""models": {"fast": {"base_url": "#) == true)
    }

    @Test(arguments: [[], [permits(models: ["slow"])], [permits(models: ["fast"]), permits()], [permits(), permits(models: ["fast"])]])
    func `a model that caller or callee may not use is not asked`(permits: [Permits]) async throws {
        let server = try ScriptedServer { [self] _, _ in completion("x") }
        let outcome = await (try callable(server)).perform(invocation("llm", question, permits: permits))
        #expect(outcome.failure?.type == "llm.not_permitted")
        #expect(server.received.isEmpty)
    }

    @Test func `a key without a value is missing`() async throws {
        let server = try ScriptedServer { [self] _, _ in completion("x") }
        let outcome = await (try callable(server, key: "GONE")).perform(invocation("llm", question, permits: permitted))
        #expect(outcome.failure?.type == "secret.missing")
        #expect(server.received.isEmpty)
    }

    @Test func `an echoed key is taken out, and hints are passed on`() async throws {
        let server = try ScriptedServer { request, _ in
            .answer(429, headers: ["Retry-After: 3"], #"{"error":{"message":"slow down \#(request.headers["authorization"] ?? "")"}}"#)
        }
        let outcome = await (try callable(server)).perform(invocation("llm", question, permits: permitted))
        #expect(outcome.failure?.type == "llm.rate_limited")
        #expect(outcome.failure?.message.hasSuffix("slow down Bearer ${secrets.KEY}") == true)
        #expect(outcome.failure?.retryAfter == .seconds(3))
        #expect(server.received.count == 1, "retries are the engine's")
    }

    @Test(
        arguments: [
            (.end, "llm.connect"), (.answer(200, "<html>"), "llm.server"), (.answer(200, "{}"), "llm.server"),
            (.answer(302, headers: ["Location: /x"], ""), "llm.bad_request"),
        ] as [(ScriptedServer.Reply, String)])
    func `a server that does not answer as it should`(reply: ScriptedServer.Reply, type: String) async throws {
        let server = try ScriptedServer { _, _ in reply }
        let outcome = await (try callable(server)).perform(invocation("llm", question, permits: permitted))
        #expect(outcome.failure?.type == type)
    }

    @Test func `a secret in a prompt is sent by its name`() async throws {
        let server = try ScriptedServer { [self] _, _ in completion("x") }
        _ = await (try callable(server)).perform(
            invocation("llm", ["model": "fast", "prompt": .string("key \(Canary.marker)")], permits: permitted))
        #expect(server.received.first?.body.contains("key ${secrets.TOKEN}") == true)
    }
}
