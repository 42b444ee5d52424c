import HTTPClient
import JSON
import SkillLanguage
import Workspace

/// The server of a model, exactly as the operator configured it: whatever address it is at, and only there.
struct ModelServer {
    private let url: URL
    private let headers: Headers

    /// Fails with `llm.not_configured` or, when the key has no value, `secret.missing`.
    init(_ model: Settings.Model, _ revealed: inout RevealedSecrets) throws(Failure) {
        do {
            url = try URL(model.baseURL.trimmingSlashes + "/chat/completions")
        } catch {
            throw Failure("llm.not_configured", "base_url of model \(model.model) in ratchet.json: \(error)", retryable: false)
        }
        var headers: Headers = ["Content-Type": "application/json", "Accept": "application/json", "User-Agent": UserAgent.text]
        if let secret = model.keySecret { headers["Authorization"] = "Bearer \(try revealed.value(of: secret))" }
        self.headers = headers
    }

    func request(_ body: JSON) -> Request {
        var request = Request(.post, url, headers: headers, body: body.bytes(.compact))
        request.addressPolicy = .publicOnly.allowing(url)
        // Asking twice changes nothing.
        request.isRepeatable = true
        return request
    }
}
