import HTTPClient
import JSON
import SkillLanguage

extension Failure {
    /// Why an exchange has no answer, in the language's tree of errors.
    ///
    /// - Parameter isRepeatable: whether a try that may have reached the server may be made again.
    init(_ error: HTTPError, isRepeatable: Bool) {
        let details: JSON = ["host": .string(error.host), "may_have_reached_server": .bool(error.mayHaveReachedServer)]
        let again = isRepeatable || !error.mayHaveReachedServer
        let (type, retryable) =
            switch error.reason {
            case .invalidURL: ("http.denied.url", false)
            case .invalidRequest: ("expr.type", false)
            case .deniedAddress: ("http.denied.address", false)
            case .unavailable, .resolve, .connect, .reset, .protocolError, .cancelled: ("http.connect", again)
            case .tls: ("http.tls", false)
            case .timeout: ("http.timeout", again)
            case .tooLarge: ("http.too_large", false)
            case .redirect: ("http.redirect", false)
            }
        self.init(type, error.description, retryable: retryable, details: details)
    }
}
