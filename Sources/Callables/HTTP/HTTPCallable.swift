package import Engine
package import HTTPClient
package import JSON
package import SkillLanguage
import Synchronization
package import Workspace

/// `http`: one request and its answer, `{status, headers, body}`.
///
/// Nothing is sent unless the permits of the skill and of all its callers allow the method at that place, and no redirect is
/// followed to where they do not. Only public addresses are reached, but for services that the workspace allows more. The
/// values of secrets are put in here and taken out of everything that is returned.
package struct HTTPCallable: Callable {
    package let name = "http"
    private let settings: @Sendable () -> Settings
    private let secrets: any SecretSource
    private let scrubbers = ScrubberMemory()
    private let client: Client
    private let time: any TimeSource

    private static let standardTimeout = Duration.seconds(30)
    private static let mostRedirects = 5

    package init(settings: @escaping @Sendable () -> Settings, secrets: any SecretSource, client: Client, time: any TimeSource) {
        self.settings = settings
        self.secrets = secrets
        self.client = client
        self.time = time
    }

    package func reach(of arguments: JSON) -> Reach { HTTPArguments.reach(of: arguments) }

    package func perform(_ invocation: Invocation) async -> Outcome {
        var revealed = RevealedSecrets(secrets, scrubbers)
        do throws(Failure) {
            return Outcome(.success(try await answer(to: invocation, &revealed)))
        } catch {
            return Outcome(.failure(revealed.scrubber.scrub(error)))
        }
    }

    private func answer(to invocation: Invocation, _ revealed: inout RevealedSecrets) async throws(Failure) -> JSON {
        let arguments = try HTTPArguments(try revealed.reveal(in: invocation.arguments, invocation.markers))
        let target = try HTTPTarget(arguments.url, query: arguments.query, settings: settings())
        let place = target.place(of: target.url)
        if let denial = place.denial(of: [arguments.method], by: invocation.permits) { throw denial }

        var request = Request(arguments.method, target.url, headers: arguments.headers, body: arguments.body)
        try addHeaders(to: &request, target, invocation, &revealed)
        request.timeout = invocation.timeout(now: time.now(), standard: Self.standardTimeout)
        request.maxBytes = arguments.maxBytes
        request.addressPolicy = target.addressPolicy
        request.isRepeatable = arguments.isRepeatable
        let refused = RefusedHop()
        if arguments.followsRedirects {
            request.redirects = .follow(max: Self.mostRedirects) { url in
                refused.check(target.place(of: url).denial(of: arguments.method.afterRedirect, by: invocation.permits))
            }
        }
        let response = try await send(request, refused)
        let reply = HTTPReply(status: response.status, headers: response.headers, body: response.body, scrubber: revealed.scrubber)
        let wait = RetryAfter.wait(response.headers, now: time.now())
        let exchange = "\(arguments.method.rawValue) \(target.place(of: response.url))"
        let failure = reply.failure(of: exchange, against: arguments.expectation, isRepeatable: arguments.isRepeatable, wait: wait)
        if let failure { throw failure }
        return reply.output
    }

    private func send(_ request: Request, _ refused: RefusedHop) async throws(Failure) -> Response {
        do {
            return try await client.send(request)
        } catch {
            throw refused.failure ?? Failure(error, isRepeatable: request.isRepeatable)
        }
    }

    /// The service's headers win over the author's; the product's own fill in what is missing.
    private func addHeaders(
        to request: inout Request, _ target: HTTPTarget, _ invocation: Invocation, _ revealed: inout RevealedSecrets
    ) throws(Failure) {
        for (name, value) in target.service?.settings.headers ?? [] { request.headers[name] = try revealed.reveal(in: value) }
        if request.headers["user-agent"] == nil { request.headers["user-agent"] = UserAgent.text }
        if !request.method.isSafe, request.headers["idempotency-key"] == nil { request.headers["idempotency-key"] = invocation.idempotencyKey }
    }
}

/// Remembers why a redirect was not followed.
private final class RefusedHop: Sendable {
    private let first = Mutex<Failure?>(nil)

    var failure: Failure? { first.withLock { $0 } }

    /// - Returns: whether there is nothing against the hop.
    func check(_ denial: Failure?) -> Bool {
        first.withLock { $0 = $0 ?? denial }
        return denial == nil
    }
}

extension Request.Method {
    /// Asks for nothing to be changed (RFC 9110 9.2.1).
    fileprivate var isSafe: Bool { self == .get || self == .head || self == .options }

    /// What a redirect can make of the method. Which of them it will be depends on the status, so all have to be permitted.
    fileprivate var afterRedirect: [Self] { self == .get || self == .head ? [self] : [self, .get] }
}
