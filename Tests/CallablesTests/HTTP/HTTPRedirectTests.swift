import HTTPClient
import JSON
import SkillLanguage
import Testing

@testable import Callables
@testable import Workspace

@Suite struct HTTPRedirectTests {
    private func callable(_ server: ScriptedServer) throws -> HTTPCallable {
        let shop = Settings.Service(baseURL: server.origin + "/api", allowPrivate: true, headers: [("X-Key", "${secrets.KEY}")])
        let settings = Settings(services: ["shop": shop], models: [:], policy: Settings.empty.policy)
        return HTTPCallable(settings: { settings }, secrets: Canary.secrets, client: try Client(), time: SetTime())
    }

    private func redirecting(to location: String) throws -> ScriptedServer {
        try ScriptedServer { request, _ in
            request.target.hasSuffix("/start") ? .answer(307, headers: ["Location: \(location)"], "") : .answer(200, "arrived")
        }
    }

    private func perform(_ server: ScriptedServer, _ lines: [String], method: String = "GET", follow: Bool = true) async throws -> Outcome {
        let arguments: JSON = ["method": .string(method), "url": "service:shop/start", "follow_redirects": .bool(follow)]
        return await (try callable(server)).perform(invocation("http", arguments, permits: [permits(http: lines)]))
    }

    @Test func `a redirect is an error unless it is to be followed`() async throws {
        let server = try redirecting(to: "/api/end")
        let outcome = try await perform(server, ["GET service:shop/*"], follow: false)
        #expect(outcome.failure?.type == "http.redirect")
        #expect(outcome.failure?.details?["location"] == "/api/end")
        #expect(server.received.count == 1)
    }

    @Test func `a redirect within the permits is followed`() async throws {
        let server = try redirecting(to: "/api/end")
        let outcome = try await perform(server, ["GET service:shop/*"])
        #expect(outcome.value?["body"] == "arrived")
        #expect(server.received.map(\.target) == ["/api/start", "/api/end"])
    }

    @Test(arguments: ["/admin", "/api/../admin", "/api/other", "/api/%2e%2e/admin"])
    func `a redirect to a path outside the permits is refused`(location: String) async throws {
        let server = try redirecting(to: location)
        let outcome = try await perform(server, ["GET service:shop/start", "GET service:shop/end"])
        #expect(outcome.failure?.type == "http.denied")
        #expect(outcome.failure?.retryable == false)
        #expect(server.received.count == 1)
    }

    @Test func `a redirect to a denied host is refused before anything is sent there`() async throws {
        let other = try ScriptedServer { _, _ in .answer(200, "") }
        let server = try redirecting(to: "http://localhost:\(other.port)/api/end")
        let outcome = try await perform(server, ["GET service:shop/*"])
        #expect(outcome.failure?.type == "http.denied")
        #expect(outcome.failure?.details?["host"] == .string("localhost:\(other.port)"))
        #expect(other.received.isEmpty)
    }

    @Test func `a redirect to a permitted host at a private address is refused`() async throws {
        let other = try ScriptedServer { _, _ in .answer(200, "") }
        let server = try redirecting(to: other.origin + "/end")
        let outcome = try await perform(server, ["GET service:shop/*", "GET \(other.origin)/*"])
        #expect(outcome.failure?.type == "http.denied.address")
        #expect(other.received.isEmpty)
    }

    @Test func `a write is redirected only where all it can turn into is permitted`() async throws {
        let server = try redirecting(to: "/api/end")
        let denied = try await perform(server, ["POST service:shop/*"], method: "POST")
        #expect(denied.failure?.type == "http.denied")
        let allowed = try await perform(server, ["POST service:shop/*", "GET service:shop/*"], method: "POST")
        #expect(allowed.value?["body"] == "arrived")
        #expect(server.received.map(\.method) == ["POST", "POST", "POST"])
    }

    @Test func `the sixth redirect is not followed`() async throws {
        let server = try ScriptedServer { _, _ in .answer(302, headers: ["Location: /api/start"], "") }
        let outcome = try await perform(server, ["GET service:shop/*"])
        #expect(outcome.failure?.type == "http.redirect")
        #expect(server.received.count == 6)
    }
}
