import CivilTime
package import Engine
package import HTTPClient
package import JSON
package import SkillLanguage
package import Workspace

/// `llm`: asks a model behind an OpenAI-compatible Chat Completions server.
///
/// With `output` the value is an object that fits that schema, checked here; a model that misses it is told why and asked again,
/// `repair` times. Without, the value is `{text}`. Every call that was answered is paid for in the outcome's usage, those whose
/// answer was of no use included.
package struct LLMCallable: Callable {
    package let name = "llm"
    private let settings: @Sendable () -> Settings
    private let secrets: any SecretSource
    private let scrubbers = ScrubberMemory()
    private let client: Client
    private let time: any TimeSource

    private static let standardTimeout = Duration.seconds(600)
    private static let maxBytes = 8 << 20

    package init(settings: @escaping @Sendable () -> Settings, secrets: any SecretSource, client: Client, time: any TimeSource) {
        self.settings = settings
        self.secrets = secrets
        self.client = client
        self.time = time
    }

    /// A call lost in a crash is made again: it costs money twice and changes nothing.
    package func reach(of arguments: JSON) -> Reach { .read }

    /// The prompt, and the longest answer that is asked for: what one exchange may use. A repair uses what is left when it is made.
    package func reservation(of request: CallRequest) -> Reservation {
        guard let arguments = try? ModelArguments(request.arguments), let model = settings().models[arguments.model] else { return .none }
        let prompt = TokenCount.estimate(ChatRequest(arguments, arguments.messages, to: model, maxTokens: 1).body)
        let budget = ModelBudget(request.remaining, spent: .none)
        guard let answer = try? budget.maxTokens(asked: arguments.maxTokens, prompt: prompt, model: model) else { return .none }
        let cost = (Double(prompt) * model.inputPrice + Double(answer) * model.outputPrice) / 1_000_000
        return Reservation(calls: 0, tokens: prompt + answer, costUSD: cost)
    }

    package func perform(_ invocation: Invocation) async -> Outcome {
        var revealed = RevealedSecrets(secrets, scrubbers)
        var usage = Usage.none
        do throws(Failure) {
            let arguments = try ModelArguments(invocation.markers.redact(invocation.arguments))
            let model = try model(arguments.model, invocation.permits)
            let server = try ModelServer(model, &revealed)
            let value = try await answer(arguments, model, server, invocation, &usage)
            return Outcome(.success(revealed.scrubber.scrub(value)), usage: usage)
        } catch {
            return Outcome(.failure(revealed.scrubber.scrub(error)), usage: usage)
        }
    }

    private func model(_ alias: String, _ permits: [Permits]) throws(Failure) -> Settings.Model {
        guard !permits.isEmpty, permits.allSatisfy({ $0.allowsModel(alias) }) else {
            throw Failure(
                "llm.not_permitted", "permits.models of the skill and of every calling skill must name \"\(alias)\"", retryable: false,
                details: ["rule": "permits.models", "model": .string(alias)])
        }
        guard let model = settings().models[alias] else {
            let example = "\"models\": {\"\(alias)\": {\"base_url\": \"https://HOST/v1\", \"model\": \"NAME\", \"key_secret\": \"SECRET\"}}"
            throw Failure(
                "llm.not_configured", "ratchet.json has no model \"\(alias)\"; add \(example)", retryable: false, details: ["model": .string(alias)])
        }
        return model
    }

    private func answer(
        _ arguments: ModelArguments, _ model: Settings.Model, _ server: ModelServer, _ invocation: Invocation, _ usage: inout Usage
    ) async throws(Failure) -> JSON {
        var messages = arguments.messages
        var repairs = arguments.repairs
        var unrepaired: Failure?
        while true {
            let response: ModelResponse, answer: ChatAnswer
            do throws(Failure) {
                (response, answer) = try await ask(arguments, messages, model, server, invocation, &usage)
            } catch {
                // A repair that cannot be paid is not made: what failed is the answer, and that can be caught.
                throw error.type.hasPrefix("limits.") ? unrepaired ?? error : error
            }
            switch Judgement(answer, arguments.output) {
            case .answer(let value): return value
            case .truncated:
                throw failure("llm.truncated", "the answer was cut at max_tokens; raise it or the run's token limit", response, answer)
            case .refused(let reason):
                throw failure("llm.refusal", "the model refused" + (reason.isEmpty ? "" : ": \(reason)"), response, answer)
            case .invalid(let message):
                let problem = "the model's answer does not fit the output schema: \(message)"
                let invalid = failure("llm.invalid_output", problem, response, answer, violation: message)
                guard repairs > 0 else { throw invalid }
                repairs -= 1
                unrepaired = invalid
                messages.add(ChatMessage(.assistant, answer.text.isEmpty ? "(nothing)" : answer.text))
                messages.add(ChatMessage(.user, "That answer is not usable: \(message). Answer again with the corrected JSON object alone."))
            }
        }
    }

    private func failure(
        _ type: String, _ message: String, _ response: ModelResponse, _ answer: ChatAnswer, violation: String? = nil
    ) -> Failure {
        var details = response.details(text: answer.text)
        if let violation { details["violation"] = .string(violation) }
        return Failure(type, message, retryable: false, details: .object(details))
    }

    /// One exchange with the server, reserved before and paid after.
    private func ask(
        _ arguments: ModelArguments, _ messages: [ChatMessage], _ model: Settings.Model, _ server: ModelServer, _ invocation: Invocation,
        _ usage: inout Usage
    ) async throws(Failure) -> (ModelResponse, ChatAnswer) {
        let prompt = TokenCount.estimate(ChatRequest(arguments, messages, to: model, maxTokens: 1).body)
        let allowed = try ModelBudget(invocation.request.remaining, spent: usage).maxTokens(asked: arguments.maxTokens, prompt: prompt, model: model)
        let body = ChatRequest(arguments, messages, to: model, maxTokens: allowed).body
        var request = server.request(body)
        request.timeout = invocation.timeout(now: time.now(), standard: Self.standardTimeout)
        request.maxBytes = Self.maxBytes
        let response = try await send(request)
        if let failure = Failure.ofModel(response, now: time.now()) { throw failure }
        guard let answer = response.json.flatMap(ChatAnswer.init) else {
            throw Failure(
                "llm.server", "the model's server answered with something that is not a chat completion; check base_url in ratchet.json",
                details: .object(response.details()))
        }
        let tokens = answer.tokens ?? TokenCount(estimating: body, answer: answer.text)
        usage += tokens.usage(at: model)
        return (response, answer)
    }

    private func send(_ request: Request) async throws(Failure) -> ModelResponse {
        do {
            let response = try await client.send(request)
            return ModelResponse(status: response.status, headers: response.headers, body: response.body)
        } catch {
            throw .ofModel(error)
        }
    }
}
