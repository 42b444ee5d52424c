import HTTPClient
import JSON
import SkillLanguage
import Testing

@testable import Callables
@testable import Workspace

/// Redirects that lead where the permits or the address policy do not.
@Suite(.timeLimit(.minutes(5))) struct WireRedirectTests {
    private struct Hop: Sendable {
        let outcome: Outcome
        let origin: ScriptedServer
        let other: ScriptedServer
    }

    /// Follows a redirect of a permitted service to `location`, with names that lead to another server on loopback.
    private func follow(_ status: Int, _ location: String, method: String = "GET", lines: [String] = []) async throws -> Hop {
        let other = try ScriptedServer { _, _ in .answer(200, "arrived") }
        func text(_ text: String) -> String { text.replacing("PORT", with: "\(other.port)") }
        let target = text(location)
        let origin = try ScriptedServer { _, count in count == 0 ? .answer(status, headers: ["Location: \(target)"], "") : .answer(200, "again") }
        var options = Client.Options()
        let loopback = try #require(IPAddress("127.0.0.1"))
        options.resolutions = { [port = other.port] in
            ["evil.example", "a.example", "metadata.example"].map { .init(host: $0, port: port, address: loopback) }
        }
        let shop = Settings.Service(baseURL: origin.origin + "/api", allowPrivate: true, headers: [("x-key", "${secrets.KEY}")])
        let settings = Settings(services: ["shop": shop], models: [:], policy: Settings.empty.policy)
        let callable = HTTPCallable(settings: { settings }, secrets: Canary.secrets, client: try Client(options), time: SetTime())
        let arguments: JSON = ["method": .string(method), "url": "service:shop/v1/x", "follow_redirects": true]
        let permitted = ["* service:shop/v1/*"] + lines.map(text)
        let outcome = await callable.perform(invocation("http", arguments, permits: [permits(http: permitted)]))
        return Hop(outcome: outcome, origin: origin, other: other)
    }

    @Test(
        arguments: [301, 302, 303, 307, 308],
        [
            "http://evil.example:PORT/v1/x", "//evil.example:PORT/v1/x", "http://127.0.0.1:PORT/v1/x", "http://localhost:PORT/v1/x",
            "http://2130706433:PORT/",
            "http://[::1]:PORT/v1/x", "/api/admin", "../admin", "/api/v1/../admin", "/api/v1/%2e%2e/admin", "/api/v1/..%2fadmin", "/api/v1/..;/admin",
            "/admin",
            "https://evil.example:PORT/v1/x", "ftp://evil.example:PORT/x", "file:///etc/passwd", "gopher://evil.example:PORT/x",
            "javascript:alert(1)",
            "http://user:word@evil.example:PORT/x", "\\\\evil.example:PORT\\x", "/\\evil.example:PORT/x", "http:///evil.example:PORT/x",
            "http://evil.example.:PORT/x",
        ])
    func `a redirect to where the permits do not lead is not followed`(status: Int, location: String) async throws {
        let hop = try await follow(status, location)
        let failure = try #require(hop.outcome.failure, "\(hop.outcome)")
        #expect(failure.type == "http.denied" || failure.type == "http.redirect", "\(failure)")
        #expect(!failure.retryable)
        #expect(hop.origin.received.count == 1 && hop.other.received.isEmpty)
    }

    @Test(arguments: [301, 302, 303, 307, 308], ["http://a.example:PORT/v1/x", "http://127.0.0.1:PORT/v1/x", "http://metadata.example:PORT/v1/x"])
    func `a redirect to a permitted host at a private address is not followed either`(status: Int, location: String) async throws {
        let lines = ["* http://a.example:PORT/*", "* http://127.0.0.1:PORT/*", "* http://metadata.example:PORT/*"]
        for method in ["GET", "POST"] {
            let hop = try await follow(status, location, method: method, lines: lines)
            #expect(hop.outcome.failure?.type == "http.denied.address", "\(hop.outcome)")
            #expect(hop.origin.received.count == 1 && hop.other.received.isEmpty)
            // The service's secret went to the service and is in nothing that is kept.
            #expect(hop.origin.received.first?.headers["x-key"] == "sk-key-0123456789")
            #expect(hop.outcome.failure?.description.contains("sk-key-0123456789") == false)
        }
    }
}
