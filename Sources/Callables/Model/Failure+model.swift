import CivilTime
import HTTPClient
import JSON
import SkillLanguage

extension Failure {
    /// Why a model's server refused, in the language's tree of errors; nil for an answer.
    static func ofModel(_ response: ModelResponse, now: Instant) -> Failure? {
        guard let problem = response.problem else { return nil }
        let words = "\(problem.code) \(problem.message)".lowercased()
        // A gateway that answers 200 puts the status of its own server in the code.
        let status = response.status < 300 ? problem.code.split(separator: " ").first.flatMap { Int($0) } ?? 500 : response.status
        let type = modelErrorType(status: status, words)
        var failure = Failure(
            type, "the model's server answered \(status): \(problem.message)", details: .object(response.details()),
            retryAfter: RetryAfter.wait(response.headers, now: now))
        if type != "llm.quota", let word = response.headers["x-should-retry"] { failure.retryable = word == "true" }
        return failure
    }

    private static func modelErrorType(status: Int, _ words: String) -> String {
        func says(_ phrases: [String]) -> Bool { phrases.contains { words.contains($0) } }
        // "billing" alone says nothing: the advice in plain rate limits links to a page of that name.
        let money = [
            "insufficient_quota", "insufficient quota", "exceeded your current quota", "billing_", "insufficient credit", "credit balance",
            "out of credit", "spend limit", "spending limit",
        ]
        let context = [
            "context_length", "context length", "maximum context", "context window", "context size", "prompt is too long", "too many tokens",
        ]
        switch status {
        case 401, 403: return "llm.auth"
        case 402: return "llm.quota"
        case 429: return says(money) ? "llm.quota" : "llm.rate_limited"
        case 400, 413, 422: return says(context) ? "llm.context_overflow" : "llm.bad_request"
        case 503, 529: return "llm.overloaded"
        case 408, 409, 500...: return "llm.server"
        default: return "llm.bad_request"
        }
    }

    /// Why a model's server could not be asked. Asking again repeats no effect, so all that may pass by itself is retryable.
    static func ofModel(_ error: HTTPError) -> Failure {
        let details: JSON = ["host": .string(error.host)]
        switch error.reason {
        case .tooLarge: return Failure("llm.server", error.description, retryable: false, details: details)
        case .invalidURL, .invalidRequest: return Failure("llm.not_configured", error.description, retryable: false, details: details)
        case .tls, .deniedAddress, .redirect: return Failure("llm.connect", error.description, retryable: false, details: details)
        default: return Failure("llm.connect", error.description, details: details)
        }
    }
}
