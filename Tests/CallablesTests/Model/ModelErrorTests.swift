import CivilTime
import Engine
import JSON
import SkillLanguage
import Testing

@testable import Callables
@testable import HTTPClient
@testable import Workspace

@Suite struct ModelErrorTests {
    private func failure(_ status: Int, _ body: String, _ headers: Headers = [:]) -> Failure? {
        Failure.ofModel(ModelResponse(status: status, headers: headers, body: Array(body.utf8)), now: .start)
    }

    @Test(arguments: [
        (429, #"{"error":{"message":"slow down","type":"requests","code":"rate_limit_exceeded"}}"#, "llm.rate_limited", true),
        (
            429, #"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#, "llm.quota",
            false
        ),
        (429, #"{"error":{"message":"Monthly spend limit reached"}}"#, "llm.quota", false),
        (429, #"{"error":{"message":"Limit 3 a minute. Add a payment method at /account/billing."}}"#, "llm.rate_limited", true),
        (402, #"{"error":{"message":"pay"}}"#, "llm.quota", false),
        (401, #"{"error":{"message":"Incorrect API key"}}"#, "llm.auth", false),
        (403, "", "llm.auth", false),
        (400, #"{"error":{"message":"too long","code":"context_length_exceeded"}}"#, "llm.context_overflow", false),
        (400, #"{"error":{"message":"This model's maximum context length is 8192 tokens"}}"#, "llm.context_overflow", false),
        (
            400, #"{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}"#,
            "llm.context_overflow", false
        ),
        (400, #"{"error":"bad tool"}"#, "llm.bad_request", false),
        (404, #"{"error":{"message":"model \"x\" not found, try pulling it first","type":"not_found_error"}}"#, "llm.bad_request", false),
        (308, "", "llm.bad_request", false),
        (500, "<html>oops</html>", "llm.server", true), (502, "", "llm.server", true), (408, "", "llm.server", true), (409, "", "llm.server", true),
        (503, "", "llm.overloaded", true), (529, "", "llm.overloaded", true),
        (200, #"{"error":{"message":"upstream is busy","code":429}}"#, "llm.rate_limited", true),
        (200, #"{"error":{"message":"upstream died"}}"#, "llm.server", true),
    ])
    func `a refusal has its type`(status: Int, body: String, type: String, retryable: Bool) {
        #expect(failure(status, body)?.type == type)
        #expect(failure(status, body)?.retryable == retryable)
    }

    @Test func `an answer is no refusal`() {
        #expect(failure(200, #"{"choices":[],"error":null}"#) == nil)
    }

    @Test func `the exchange can be found again by its details`() {
        let failure = failure(500, #"{"error":{"message":"boom"},"model":"small-1b"}"#, ["x-request-id": "req_1", "Retry-After-Ms": "1500"])
        #expect(failure?.details == ["status": 500, "request_id": "req_1", "model": "small-1b"])
        #expect(failure?.message == "the model's server answered 500: boom")
        #expect(failure?.retryAfter == .milliseconds(1500))
    }

    @Test(arguments: [(500, "false", false), (400, "true", true)])
    func `the server's word on retrying is taken`(status: Int, word: String, retryable: Bool) {
        #expect(failure(status, "", ["x-should-retry": word])?.retryable == retryable)
    }

    @Test func `money errors are never retried`() {
        #expect(failure(402, "", ["x-should-retry": "true"])?.retryable == false)
    }

    @Test(
        arguments: [
            (.connect("x"), "llm.connect", true), (.timeout(.total, after: .seconds(1)), "llm.connect", true), (.reset("x"), "llm.connect", true),
            (.tls("x"), "llm.connect", false), (.tooLarge(limit: 1), "llm.server", false), (.invalidURL("x"), "llm.not_configured", false),
        ] as [(HTTPError.Reason, String, Bool)])
    func `a server that cannot be asked`(reason: HTTPError.Reason, type: String, retryable: Bool) {
        let failure = Failure.ofModel(HTTPError(reason: reason, host: "m.example", mayHaveReachedServer: true))
        #expect(failure.type == type)
        #expect(failure.retryable == retryable)
    }
}

@Suite struct ModelBudgetTests {
    private func budget(tokens: Int = 1000, costUSD: Double = 1) -> ModelBudget {
        ModelBudget(invocation("llm", [:], tokens: tokens, costUSD: costUSD).request.remaining, spent: .none)
    }

    @Test(
        arguments: [
            (300, 100, 1000, 1.0, nil, 300),
            (4096, 100, 1000, 1.0, nil, 900),
            (4096, 100, 1000, 0.001, nil, 100),
            (4096, 100, 1000, 1.0, 150, 50),
        ] as [(Int, Int, Int, Double, Int?, Int)])
    func `an answer may take what the run, its money and the model's context leave`(
        asked: Int, prompt: Int, tokens: Int, cost: Double, context: Int?, allowed: Int
    ) throws {
        #expect(try budget(tokens: tokens, costUSD: cost).maxTokens(asked: asked, prompt: prompt, model: model(maxContext: context)) == allowed)
    }

    @Test(
        arguments: [
            (1000, 1000, 1.0, nil, "limits.tokens"), (10, 0, 1.0, nil, "limits.tokens"), (1000, 2000, 0.0019, nil, "limits.cost"),
            (10, 1000, 0.0, nil, "limits.cost"), (1000, 5000, 1.0, 1000, "llm.context_overflow"),
        ] as [(Int, Int, Double, Int?, String)])
    func `a call that cannot be paid or held is not made`(prompt: Int, tokens: Int, cost: Double, context: Int?, type: String) {
        let failure = #expect(throws: Failure.self) {
            try budget(tokens: tokens, costUSD: cost).maxTokens(asked: 100, prompt: prompt, model: model(maxContext: context))
        }
        #expect(failure?.type == type)
        #expect(failure?.retryable == false)
    }

    @Test func `a model without prices costs nothing`() throws {
        var free = model()
        free.inputPrice = 0
        free.outputPrice = 0
        #expect(try budget(costUSD: 0).maxTokens(asked: 100, prompt: 10, model: free) == 100)
    }

    @Test func `what repairs have used is used`() {
        let spent = Usage(calls: 0, inputTokens: 100, outputTokens: 50, costUSD: 0.25)
        let budget = ModelBudget(invocation("llm", [:], tokens: 1000, costUSD: 1).request.remaining, spent: spent)
        #expect(budget.tokens == 850)
        #expect(budget.costUSD == 0.75)
    }
}
