import CivilTime
import HTTPClient
import JSON
import SkillLanguage
import Testing

@testable import Callables
@testable import Workspace

@Suite struct HTTPCallableTests {
    private func callable(_ server: ScriptedServer, headers: [(name: String, value: String)] = [], allowPrivate: Bool = true) throws -> HTTPCallable {
        let shop = Settings.Service(baseURL: server.origin + "/api/", allowPrivate: allowPrivate, headers: headers)
        let settings = Settings(services: ["shop": shop], models: [:], policy: Settings.empty.policy)
        return HTTPCallable(settings: { settings }, secrets: Canary.secrets, client: try Client(), time: SetTime())
    }

    private let all = [permits(http: ["* service:shop/*"])]

    @Test func `a service is asked below its base URL, with its headers and secrets, and its answer is read`() async throws {
        let server = try ScriptedServer { request, _ in
            .answer(200, headers: ["Content-Type: application/json", "X-Echo: \(request.headers["authorization"] ?? "")"], #"{"ok":true}"#)
        }
        let callable = try callable(server, headers: [("Authorization", "Bearer ${secrets.KEY}")])
        let outcome = await callable.perform(
            invocation(
                "http", ["url": "service:shop/orders/7", "query": ["x": .string(Canary.marker)], "headers": ["authorization": "mine"]], permits: all))
        #expect(outcome.value?["status"] == 200)
        #expect(outcome.value?["body"] == ["ok": true])
        #expect(outcome.value?["headers"]?["x-echo"] == "Bearer ${secrets.KEY}")
        let request = try #require(server.received.first)
        #expect(request.target == "/api/orders/7?x=c4nary%2F%2Bs3cret%3D%C3%A9%221")
        #expect(request.headers["authorization"] == "Bearer sk-key-0123456789")
        #expect(request.headers["user-agent"] == "ratchet/0.1.0")
        #expect(request.headers["idempotency-key"] == nil)
    }

    @Test(arguments: [(nil, "r1/ping"), ("mine", "mine")] as [(String?, String)])
    func `what changes something carries an idempotency key`(own: String?, sent: String) async throws {
        let server = try ScriptedServer { _, _ in .answer(201, "") }
        var headers = JSON.Object()
        if let own { headers["Idempotency-Key"] = .string(own) }
        let outcome = await (try callable(server)).perform(
            invocation("http", ["method": "POST", "url": "service:shop/orders", "json": ["n": 1], "headers": .object(headers)], permits: all))
        #expect(outcome.value?["status"] == 201)
        #expect(server.received.first?.headers["idempotency-key"] == sent)
        #expect(server.received.first?.body == #"{"n":1}"#)
    }

    @Test(arguments: ["service:shop/admin", "service:shop/x/../admin", "service:shop/%61dmin"])
    func `nothing is sent where the permits end`(url: String) async throws {
        let server = try ScriptedServer { _, _ in .answer(200, "") }
        let outcome = await (try callable(server)).perform(
            invocation("http", ["url": .string(url)], permits: [permits(http: ["GET service:shop/*"]), permits(http: ["GET service:shop/x/*"])]))
        #expect(outcome.failure?.type == "http.denied")
        #expect(server.received.isEmpty)
    }

    @Test func `a secret in what a failing server says is not repeated`() async throws {
        let server = try ScriptedServer { request, _ in .answer(403, "no such key: \(request.headers["authorization"] ?? "")") }
        let outcome = await (try callable(server)).perform(
            invocation("http", ["url": "service:shop/x", "headers": ["authorization": .string(Canary.marker)]], permits: all))
        #expect(server.received.first?.headers["authorization"] == Canary.value)
        #expect(outcome.failure?.type == "http.4xx.403")
        #expect(outcome.failure?.details?["body"] == "no such key: ${secrets.TOKEN}")
    }

    @Test func `a secret without a value stops the call before anything is sent`() async throws {
        let server = try ScriptedServer { _, _ in .answer(200, "") }
        let missing = Canary.markers.names(["GONE"])["GONE"] ?? .null
        let outcome = await (try callable(server)).perform(
            invocation("http", ["url": "service:shop/x", "body": missing, "method": "PUT"], permits: all))
        #expect(outcome.failure?.type == "secret.missing")
        #expect(server.received.isEmpty)
    }

    @Test func `a private address is refused unless the workspace allows the service`() async throws {
        let server = try ScriptedServer { _, _ in .answer(200, "") }
        let outcome = await (try callable(server, allowPrivate: false)).perform(invocation("http", ["url": "service:shop/x"], permits: all))
        #expect(outcome.failure?.type == "http.denied.address")
        #expect(server.received.isEmpty)
    }

    @Test func `a name that resolves to loopback is refused`() async throws {
        let server = try ScriptedServer { _, _ in .answer(200, "") }
        var options = Client.Options()
        let loopback = try #require(IPAddress("127.0.0.1"))
        options.resolutions = { [port = server.port] in [.init(host: "public.example", port: port, address: loopback)] }
        let callable = HTTPCallable(settings: { .empty }, secrets: Canary.secrets, client: try Client(options), time: SetTime())
        let origin = "http://public.example:\(server.port)"
        let outcome = await callable.perform(invocation("http", ["url": .string(origin + "/x")], permits: [permits(http: ["GET \(origin)/*"])]))
        #expect(outcome.failure?.type == "http.denied.address")
        #expect(outcome.failure?.retryable == false)
        #expect(server.received.isEmpty)
    }

    @Test func `a body over max_bytes is an error`() async throws {
        let server = try ScriptedServer { _, _ in .answer(200, String(repeating: "x", count: 1001)) }
        let callable = try callable(server)
        let over = await callable.perform(invocation("http", ["url": "service:shop/x", "max_bytes": 1000], permits: all))
        #expect(over.failure?.type == "http.too_large")
        let fits = await callable.perform(invocation("http", ["url": "service:shop/x", "max_bytes": 1001], permits: all))
        #expect(fits.value != nil)
    }

    @Test(arguments: [("GET", true), ("POST", false)])
    func `the step's deadline ends a call to a server that hangs`(method: String, retryable: Bool) async throws {
        let server = try ScriptedServer { _, _ in .silence }
        let outcome = await (try callable(server)).perform(
            invocation("http", ["method": .string(method), "url": "service:shop/x"], permits: all, deadline: .start - .milliseconds(900)))
        #expect(outcome.failure?.type == "http.timeout")
        #expect(outcome.failure?.retryable == retryable)
    }

    @Test(arguments: [("POST", nil, false), ("POST", true, true), ("PUT", nil, true)] as [(String, Bool?, Bool)])
    func `a connection that breaks is retryable where repeating is safe`(method: String, idempotent: Bool?, retryable: Bool) async throws {
        let server = try ScriptedServer { _, _ in .end }
        let outcome = await (try callable(server)).perform(
            invocation(
                "http", ["method": .string(method), "url": "service:shop/x", "idempotent": idempotent.map(JSON.bool) ?? .null], permits: all))
        #expect(outcome.failure?.type == "http.connect")
        #expect(outcome.failure?.retryable == retryable)
    }

    @Test func `a server's wish to be left alone is passed on`() async throws {
        let server = try ScriptedServer { _, _ in .answer(503, headers: ["Retry-After: Sat, 21 Nov 2026 12:01:30 GMT"], "") }
        let outcome = await (try callable(server)).perform(invocation("http", ["url": "service:shop/x"], permits: all))
        #expect(outcome.failure?.retryAfter == .seconds(90))
        #expect(outcome.failure?.retryable == true)
    }
}
